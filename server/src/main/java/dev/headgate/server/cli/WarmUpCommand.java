package dev.headgate.server.cli;

import dev.headgate.server.admin.AdminToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "warm-up",
    hidden = true,
    mixinStandardHelpOptions = true,
    description =
        "Does once what a server does, with the starter project in a temporary folder: the training"
            + " run of the start-up cache.")
final class WarmUpCommand implements Action {
  private static final String COLLECTION = "handbook";
  private static final String QUESTION = "How do I get a new laptop?";

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("headgate-warm-up-");
    try {
      for (var file : Starter.files(Optional.empty()).entrySet()) {
        var path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      var answer = serveOnce(folder, terminal);
      terminal.print("answered by the tier " + answer.string("tier"));
      return ExitCode.OK;
    } finally {
      delete(folder);
    }
  }

  private static JsonObject serveOnce(Path folder, Terminal terminal)
      throws IOException, InterruptedException {
    var project = Projects.require(folder);
    var directory = project.settings().dataDirectory();
    try (var server = Houses.serve(project, directory, true);
        var outside = new RemoteSession(server.owner(), AdminToken.load(directory), "")) {
      IngestCommand.ingest(outside, COLLECTION, terminal, true);
      return outside.ask(COLLECTION, QUESTION);
    }
  }

  /// Deletes a temporary folder with everything in it.
  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
