package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Ends a key for good, at once. Calls that run may finish.")
final class KeysRevokeCommand implements Action {
  @Mixin private KeyOptions key = new KeyOptions();

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var request = JsonObject.write(out -> out.writeStringProperty("project", key.project));
    try (var session = Sessions.openRecords(key.folder, terminal)) {
      var changed = session.keys(new KeysRequest.Change("revoke", key.id, request));
      terminal.print(key.json ? changed.text() : KeyText.line(changed));
    }
    return ExitCode.OK;
  }
}
