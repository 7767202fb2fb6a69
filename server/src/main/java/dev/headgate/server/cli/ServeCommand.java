package dev.headgate.server.cli;

import dev.headgate.server.config.ProjectSecrets;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves the project until it is told to stop (Ctrl-C, SIGTERM).",
      "Calls that run then may finish within server.drain."
    })
final class ServeCommand implements Action {
  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints the address as one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var folder = project.folder();
    var declared = Projects.require(folder);
    try (var stop = new StopSignal();
        var server = Houses.serve(declared, Sessions.dataDirectory(project, folder), false)) {
      server.follow(new ProjectSecrets(folder, System.getenv()));
      var address = server.address();
      terminal.print(
          json
              ? JsonObject.write(out -> out.writeStringProperty("address", address))
              : "Headgate %s serves %s at %s".formatted(Version.current(), folder, address));
      stop.await();
      terminal.tell("stopping: running calls may finish within server.drain");
    }
    return ExitCode.OK;
  }
}
