package dev.headgate.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Reads documents that are new or have changed, and forgets those that are gone.",
      "Searching goes on meanwhile. An ingest that was cut off goes on where it was."
    })
final class IngestCommand implements Action {
  @Parameters(
      arity = "0..*",
      paramLabel = "COLLECTION",
      description = "The collections to ingest; all by default.")
  private List<String> collections = new ArrayList<>();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object with the summaries.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.open(project)) {
      var names = collections.isEmpty() ? names(session) : collections;
      if (names.isEmpty()) {
        throw new CommandFailed(
            ExitCode.FAILED, "no collection is declared; add one as collections/NAME.yaml");
      }
      var summaries = new ArrayList<JsonObject>();
      for (var name : names) {
        var summary = ingest(session, name, terminal, json);
        summaries.add(summary);
        if (!json) {
          terminal.print(text(summary));
        }
      }
      if (json) {
        terminal.print(JsonObject.list("collections", summaries));
      }
      return summaries.stream().allMatch(summary -> summary.objects("failed").isEmpty())
          ? ExitCode.OK
          : ExitCode.INCOMPLETE;
    }
  }

  /// The declared collections.
  static List<String> names(Session session) throws IOException, InterruptedException {
    return session.collections().objects("collections").stream()
        .map(collection -> collection.string("name"))
        .toList();
  }

  /// Ingests one collection and shows how it goes, unless `silent`.
  static JsonObject ingest(Session session, String name, Terminal terminal, boolean silent)
      throws IOException, InterruptedException {
    try (var bar = new ProgressBar(terminal, name, System.nanoTime())) {
      return session.ingest(
          name,
          progress -> {
            if (!silent) {
              bar.update(
                  progress.integer("documents_done"),
                  progress.integer("documents_total"),
                  progress.integer("chunks"),
                  System.nanoTime());
            }
          });
    }
  }

  static String text(JsonObject summary) {
    var seconds = summary.number("duration_ms").orElse(0) / 1e3;
    var chunks = summary.integer("chunks");
    var text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s: %,d added, %,d updated, %,d unchanged, %,d removed, %,d failed; %,d chunks in %.1f s (%.0f chunks/s)",
                summary.string("collection"),
                summary.integer("added"),
                summary.integer("updated"),
                summary.integer("unchanged"),
                summary.integer("removed"),
                summary.objects("failed").size(),
                chunks,
                seconds,
                seconds > 0 ? chunks / seconds : 0));
    for (var failed : summary.objects("failed")) {
      text.append("\n  ")
          .append(failed.string("document"))
          .append(": ")
          .append(failed.string("reason"));
    }
    return text.toString();
  }
}
