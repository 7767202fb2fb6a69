package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows what was asked, why no tier answered, and the answer if there is one.")
final class ReviewsShowCommand implements Action {
  @Mixin private ReviewOptions review = new ReviewOptions();

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.openRecords(review.folder, terminal)) {
      var shown =
          session.desk(
              DeskRequest.get(
                  review.path() + "?project=" + DeskRequest.encoded(review.project),
                  desks -> desks.reviewDesk().show(review.project, review.id)));
      terminal.print(review.json ? shown.text() : text(shown));
    }
    return ExitCode.OK;
  }

  private static String text(JsonObject review) {
    var text = new StringBuilder(ReviewOptions.line(review));
    text.append("\ntrace  ").append(review.string("trace_id"));
    if (!review.has("question")) {
      return text.append("\nWhoever asked was forgotten; the texts are gone.").toString();
    }
    var question = review.object("question");
    question
        .object("input")
        .parts()
        .forEach((name, value) -> text.append("\n").append(name).append("  ").append(value));
    for (var step : question.objects("moved_down")) {
      text.append("\ntier ").append(step.string("tier")).append(": ").append(step.string("reason"));
    }
    text.append("\nreply  ").append(question.string("reply"));
    if (review.has("answer")) {
      text.append("\nanswer  ").append(review.string("answer"));
    }
    return text.toString();
  }
}
