package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the declared flags, how they stand, and who set them last.")
final class FlagsListCommand implements Action {
  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.openRecords(project, terminal)) {
      var flags = session.desk(DeskRequest.get("/admin/flags", desks -> desks.flagDesk().list()));
      terminal.print(json ? flags.text() : text(flags));
    }
    return ExitCode.OK;
  }

  private static String text(JsonObject flags) {
    var table = new Table("flag", "state", "set", "by", "description");
    for (var flag : flags.objects("flags")) {
      table.add(
          flag.string("name"),
          state(flag),
          flag.string("set_at"),
          flag.string("set_by"),
          flag.string("description"));
    }
    return table.isEmpty()
        ? "No flags are declared; see the section flags of headgate.yaml."
        : table.toString();
  }

  static String state(JsonObject flag) {
    return flag.flag("on") ? "on" : "off";
  }
}
