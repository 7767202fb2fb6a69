package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = {
      "Asks a feature, and shows what its answer rests on.",
      "Where callers need a key, HEADGATE_API_KEY must hold one."
    })
final class AskCommand implements Action {
  @Parameters(index = "0", paramLabel = "FEATURE", description = "The feature's name.")
  private String feature = "";

  @Parameters(index = "1", paramLabel = "QUESTION", description = "The question, in quotes.")
  private String question = "";

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints the answer as one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.open(project)) {
      var streams = terminal.interactive() && !json;
      var answer =
          streams
              ? session.stream(
                  feature,
                  question,
                  delta -> {
                    terminal.out().print(delta);
                    terminal.out().flush();
                  })
              : session.ask(feature, question);
      if (json) {
        terminal.print(answer.text());
      } else {
        terminal.print((streams ? "" : answer.string("answer")) + "\n");
        terminal.print(AnswerText.origin(answer));
      }
      if (answer.objects("citations").isEmpty()) {
        IngestHint.tell(session, terminal, _ -> true);
      }
    }
    return ExitCode.OK;
  }
}
