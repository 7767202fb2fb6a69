package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "answer",
    mixinStandardHelpOptions = true,
    description = "Answers a review, for good. Whoever asked finds the answer, and is told of it.")
final class ReviewsAnswerCommand implements Action {
  @Mixin private ReviewOptions review = new ReviewOptions();

  @Parameters(index = "1", paramLabel = "TEXT", description = "The answer.")
  private String text = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who answers; whoever it is assigned to without it.")
  private String by = "";

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var body =
        JsonObject.write(out -> {
          out.writeStringProperty("project", review.project);
          out.writeStringProperty("by", by);
          out.writeStringProperty("text", text);
        });
    try (var session = Sessions.open(review.folder)) {
      var answered =
          session.desk(
              DeskRequest.post(
                  review.path() + "/answer",
                  body,
                  (house, sent) -> house.reviewDesk().answer(review.id, sent)));
      terminal.print(review.json ? answered.text() : ReviewOptions.line(answered));
    }
    return ExitCode.OK;
  }
}
