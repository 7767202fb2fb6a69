package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the keys that were made by \"headgate keys create\", the oldest first.")
final class KeysListCommand implements Action {
  @Option(names = "--of", paramLabel = "PROJECT", description = "Only keys of this project.")
  private String of = "";

  @Option(names = "--all", description = "Also those that are revoked.")
  private boolean all;

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object; it has all keys.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.openRecords(project, terminal)) {
      var keys = session.keys(new KeysRequest.ListAll(of));
      terminal.print(json ? keys.text() : text(keys));
    }
    return ExitCode.OK;
  }

  private String text(JsonObject keys) {
    var table = new Table("key", "project", "name", "state", "priority", "ends with", "created");
    for (var key : keys.objects("keys")) {
      if (all || !key.string("state").equals("revoked")) {
        var secrets = key.objects("secrets");
        table.add(
            key.string("id"),
            key.string("project"),
            key.string("name"),
            KeyText.state(key),
            key.string("priority"),
            secrets.isEmpty() ? "" : "…" + secrets.getLast().string("ends_with"),
            TracesListCommand.time(key.integer("created_at_ms")));
      }
    }
    return table.isEmpty() ? "No keys." : table.toString();
  }
}
