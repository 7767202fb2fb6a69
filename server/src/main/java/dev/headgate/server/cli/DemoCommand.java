package dev.headgate.server.cli;

import dev.headgate.server.admin.AdminToken;
import dev.headgate.store.directory.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "demo",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = {
      "Ingests an example, serves it on a free port, asks it the questions of its questions.txt over",
      "HTTP, and goes on serving."
    })
final class DemoCommand implements Action {
  private static final String QUESTIONS = "questions.txt";

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The example, and the feature that is asked; ${DEFAULT-VALUE} by default.")
  private String name = "handbook";

  @Option(names = "--once", description = "Stops after the questions.")
  private boolean once;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "The project folder; examples/NAME by default.")
  private @Nullable Path project;

  @Option(
      names = "--data-dir",
      required = true,
      paramLabel = "DIR",
      description = "A data directory of the demo's own.")
  private Path dataDirectory = Path.of("");

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var folder =
        (project == null ? Path.of("examples", name) : project).toAbsolutePath().normalize();
    var questions = questions(folder);
    var declared = Projects.require(folder);
    var directory = dataDirectory.toAbsolutePath().normalize();
    try (var stop = new StopSignal();
        var server = Houses.serve(declared, directory, true)) {
      var inside = new LocalSession(server.house(), "");
      for (var collection : IngestCommand.names(inside)) {
        terminal.print(
            IngestCommand.text(IngestCommand.ingest(inside, collection, terminal, false)));
      }
      ask(questions, server.owner(), directory, terminal);
      tellAddress(server.address(), terminal);
      if (!once) {
        terminal.print("Ctrl-C stops it.");
        stop.await();
      }
    }
    return ExitCode.OK;
  }

  private void ask(List<String> questions, Owner server, Path directory, Terminal terminal)
      throws IOException, InterruptedException {
    try (var outside = new RemoteSession(server, AdminToken.load(directory), "")) {
      for (var question : questions) {
        terminal.print("\n" + question);
        var answer = outside.ask(name, question);
        terminal.print("\n  " + answer.string("answer").replace("\n", "\n  ") + "\n");
        terminal.print(AnswerText.origin(answer));
      }
    }
  }

  private void tellAddress(String address, Terminal terminal) {
    terminal.print("\nThe demo serves at " + address + ". Ask it yourself:");
    terminal.print(
        "  curl -s %s/v1/features/%s/calls -H 'Content-Type: application/json' -d '{\"input\": {\"question\": \"…\"}}'"
            .formatted(address, name));
  }

  /// A question a line; lines that begin with # are for the reader.
  private static List<String> questions(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve(QUESTIONS)).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }
}
