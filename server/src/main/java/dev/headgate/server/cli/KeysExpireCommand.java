package dev.headgate.server.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "expire",
    mixinStandardHelpOptions = true,
    description = "Says when a key ends, or that it never does.")
final class KeysExpireCommand implements Action {
  @Mixin private KeyOptions key = new KeyOptions();

  @Option(
      names = "--in",
      paramLabel = "SPAN",
      description = "90s, 15m, 2h or 7d from now; without it, never.")
  private @Nullable String in;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var seconds = in == null ? null : KeyOptions.seconds("--in", in);
    var request =
        JsonObject.write(out -> {
          out.writeStringProperty("project", key.project);
          if (seconds != null) {
            out.writeNumberProperty("expires_in_seconds", seconds);
          }
        });
    try (var session = Sessions.open(key.folder)) {
      var changed = session.keys(new KeysRequest.Change("expire", key.id, request));
      terminal.print(key.json ? changed.text() : KeyText.line(changed));
    }
    return ExitCode.OK;
  }
}
