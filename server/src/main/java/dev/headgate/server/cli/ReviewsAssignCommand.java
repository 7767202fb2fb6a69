package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "assign",
    mixinStandardHelpOptions = true,
    description = "Says who shall answer a review.")
final class ReviewsAssignCommand implements Action {
  @Mixin private ReviewOptions review = new ReviewOptions();

  @Option(
      names = "--to",
      paramLabel = "NAME",
      description = "Who shall answer; nobody in particular without it.")
  private String to = "";

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var body =
        JsonObject.write(out -> {
          out.writeStringProperty("project", review.project);
          out.writeStringProperty("to", to);
        });
    try (var session = Sessions.open(review.folder)) {
      var assigned =
          session.desk(
              DeskRequest.post(
                  review.path() + "/assign",
                  body,
                  (house, sent) -> house.reviewDesk().assign(review.id, sent)));
      terminal.print(review.json ? assigned.text() : ReviewOptions.line(assigned));
    }
    return ExitCode.OK;
  }
}
