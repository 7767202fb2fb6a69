package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rotate",
    mixinStandardHelpOptions = true,
    description = "Gives a key a new text and prints it, once. The old text works on for a while.")
final class KeysRotateCommand implements Action {
  @Mixin private KeyOptions key = new KeyOptions();

  @Option(
      names = "--overlap",
      paramLabel = "SPAN",
      description =
          "How long the old text works on: 0s, 15m, 2h or 7d; ${DEFAULT-VALUE} by default.")
  private String overlap = "1d";

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var seconds = KeyOptions.seconds("--overlap", overlap);
    var request =
        JsonObject.write(out -> {
          out.writeStringProperty("project", key.project);
          out.writeNumberProperty("overlap_seconds", seconds);
        });
    try (var session = Sessions.open(key.folder)) {
      var made = session.keys(new KeysRequest.Change("rotate", key.id, request));
      terminal.print(key.json ? made.text() : KeyText.made(made));
    }
    return ExitCode.OK;
  }
}
