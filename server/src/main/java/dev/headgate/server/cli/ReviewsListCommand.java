package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists up to 100 reviews, the oldest first.")
final class ReviewsListCommand implements Action {
  @Option(names = "--of", paramLabel = "PROJECT", description = "Only reviews of this project.")
  private String of = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "waiting, assigned, answered or expired; all without it.")
  private String state = "";

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var path =
        "/admin/reviews?project="
            + DeskRequest.encoded(of)
            + "&state="
            + DeskRequest.encoded(state);
    try (var session = Sessions.openRecords(project, terminal)) {
      var reviews =
          session.desk(DeskRequest.get(path, desks -> desks.reviewDesk().list(of, state)));
      terminal.print(json ? reviews.text() : text(reviews));
    }
    return ExitCode.OK;
  }

  private static String text(JsonObject reviews) {
    var table = new Table("review", "project", "feature", "state", "assignee", "created", "due");
    for (var review : reviews.objects("reviews")) {
      table.add(
          review.string("id"),
          review.string("project"),
          review.string("feature"),
          review.string("state"),
          review.string("assignee"),
          review.string("created_at"),
          review.string("due_at"));
    }
    return table.isEmpty() ? "No reviews." : table.toString();
  }
}
