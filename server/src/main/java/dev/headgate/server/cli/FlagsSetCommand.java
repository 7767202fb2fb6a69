package dev.headgate.server.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = "Sets a flag, from the next call on. It stays so after a restart.")
final class FlagsSetCommand implements Action {
  @Parameters(paramLabel = "NAME", description = "The flag, as headgate.yaml declares it.")
  private String name = "";

  @Parameters(paramLabel = "on|off", description = "on or off.")
  private String state = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who sets it; the user of this machine without it.")
  private String by = System.getProperty("user.name", "");

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    if (!state.equals("on") && !state.equals("off")) {
      throw new CommandFailed(
          ExitCode.USAGE, "\"%s\" is no state of a flag; write on or off".formatted(state));
    }
    var body =
        JsonObject.write(out -> {
          out.writeBooleanProperty("on", state.equals("on"));
          out.writeStringProperty("by", by);
        });
    try (var session = Sessions.open(project)) {
      var set =
          session.desk(
              DeskRequest.post(
                  "/admin/flags/" + DeskRequest.encoded(name),
                  body,
                  (house, sent) -> house.flagDesk().set(name, sent)));
      terminal.print(
          json
              ? set.text()
              : "%s is %s".formatted(set.string("name"), FlagsListCommand.state(set)));
    }
    return ExitCode.OK;
  }
}
