package dev.headgate.server.cli;

import dev.headgate.kernel.search.SearchMode;
import dev.headgate.server.admin.AdminRoutes;
import java.io.IOException;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = {
      "Searches a collection, and shows what each stage thought of each chunk.",
      "bm25 and dense are the stages' own scores, fused is their weighted sum and the order."
    })
final class SearchCommand implements Action {
  private static final int SNIPPET_CHARACTERS = 72;

  @Parameters(index = "0", paramLabel = "COLLECTION", description = "The collection's name.")
  private String collection = "";

  @Parameters(index = "1", paramLabel = "QUERY", description = "What to look for, in quotes.")
  private String query = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most hits, 1 to 1000; ${DEFAULT-VALUE} by default.")
  private int limit = AdminRoutes.DEFAULT_HITS;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "Which stages decide: bm25, dense or hybrid; hybrid by default.")
  private SearchMode mode = SearchMode.HYBRID;

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object, with the texts of the chunks.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.open(project)) {
      var result = session.search(AdminRoutes.searchRequest(collection, query, limit, mode));
      terminal.print(json ? result.text() : text(result));
      if (result.objects("hits").isEmpty()) {
        IngestHint.tell(session, terminal, collection::equals);
      }
    }
    return ExitCode.OK;
  }

  private static String text(JsonObject result) {
    var table = new Table(">#", ">fused", ">bm25", ">dense", "document", ">from", ">to", "text");
    for (var hit : result.objects("hits")) {
      var scores = hit.object("scores");
      table.add(
          hit.string("rank"),
          score(scores.number("fused")),
          score(scores.number("bm25")),
          score(scores.number("dense")),
          hit.string("document"),
          hit.string("start"),
          hit.string("end"),
          snippet(hit.string("text")));
    }
    var steps = AnswerText.steps(result);
    return table.isEmpty() ? "Nothing was found (%s).".formatted(steps) : table + "\n\n" + steps;
  }

  private static String score(OptionalDouble score) {
    return score.isPresent() ? AnswerText.decimals(score.getAsDouble(), 3) : "–";
  }

  private static String snippet(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SNIPPET_CHARACTERS
        ? line
        : line.substring(0, SNIPPET_CHARACTERS - 1).stripTrailing() + "…";
  }
}
