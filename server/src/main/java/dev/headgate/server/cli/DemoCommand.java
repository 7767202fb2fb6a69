package dev.headgate.server.cli;

import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.server.admin.AdminToken;
import dev.headgate.server.boot.Serving;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.server.config.ProjectSecrets;
import dev.headgate.server.rehearsal.Scenes;
import dev.headgate.server.rehearsal.ScriptedModel;
import dev.headgate.store.directory.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "demo",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = {
      "Serves an example on a free port, asks it the questions of its questions.txt, or plays its",
      "scenes.yaml with models that misbehave, over HTTP, and goes on serving."
    })
final class DemoCommand implements Action {
  private static final String QUESTIONS = "questions.txt";
  private static final String SCENES = "scenes.yaml";

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The example, and the feature that is asked; ${DEFAULT-VALUE} by default.")
  private String name = "handbook";

  @Option(
      names = "--once",
      description = "Stops after the questions; it has failed if a scene ended as it should not.")
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
    return Files.exists(folder.resolve(SCENES)) ? play(folder, terminal) : ask(folder, terminal);
  }

  private ExitCode ask(Path folder, Terminal terminal) throws IOException, InterruptedException {
    var questions = questions(folder);
    var declared = Projects.require(folder);
    try (var stop = new StopSignal();
        var server = Houses.serve(declared, directory(), true)) {
      var inside = new LocalSession(server.house(), "");
      for (var collection : IngestCommand.names(inside)) {
        terminal.print(
            IngestCommand.text(IngestCommand.ingest(inside, collection, terminal, false)));
      }
      ask(questions, server.owner(), terminal);
      tellAddress(server.address(), "{\"question\": \"…\"}", terminal);
      awaitEnd(stop, terminal);
    }
    return ExitCode.OK;
  }

  private ExitCode play(Path folder, Terminal terminal) throws IOException, InterruptedException {
    var declared = Projects.require(folder);
    var scenes = scenes(folder);
    var failed = 0;
    try (var stop = new StopSignal();
        var model = scripted(scenes, declared, folder);
        var server = Houses.serve(declared, directory(), true)) {
      try (var outside = new RemoteSession(server.owner(), AdminToken.load(directory()), "")) {
        var stage = new DemoStage(name, outside, model, terminal);
        for (var scene : scenes.scenes()) {
          failed += stage.play(scene) ? 0 : 1;
        }
      }
      terminal.print(
          "\n%d of %d scenes ended as they should."
              .formatted(scenes.scenes().size() - failed, scenes.scenes().size()));
      goOn(server, folder, terminal);
      awaitEnd(stop, terminal);
    }
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void goOn(Serving server, Path folder, Terminal terminal) {
    if (!once) {
      server.follow(new ProjectSecrets(folder, System.getenv()));
    }
    tellAddress(
        server.address(),
        "{\"ticket\": \"chatter\", \"messages\": [{\"from\": \"customer\", \"text\": \"…\"}]}",
        terminal);
    terminal.print("A change in %s is taken up within a second.".formatted(folder));
  }

  private ScriptedModel scripted(Scenes scenes, Project declared, Path folder) {
    var endpoint = endpoint(scenes, declared, folder);
    try {
      return ScriptedModel.start(scenes, endpoint.port());
    } catch (IOException e) {
      throw new CommandFailed(
          ExitCode.UNAVAILABLE,
          "cannot play the provider \"%s\" on port %d (%s); stop what listens there, or change its base-url in %s"
              .formatted(
                  scenes.provider(),
                  endpoint.port(),
                  e.getMessage(),
                  folder.resolve("headgate.yaml")),
          e);
    }
  }

  private static Endpoint endpoint(Scenes scenes, Project declared, Path folder) {
    var provider = declared.settings().models().providers().get(scenes.provider());
    if (provider == null || !provider.endpoint().isLoopback()) {
      throw new CommandFailed(
          ExitCode.DECLARATIONS,
          "%s plays the provider \"%s\", which %s does not declare on this machine; give it a base-url such as http://127.0.0.1:18611/v1"
              .formatted(
                  folder.resolve(SCENES), scenes.provider(), folder.resolve("headgate.yaml")));
    }
    return provider.endpoint();
  }

  private void ask(List<String> questions, Owner server, Terminal terminal)
      throws IOException, InterruptedException {
    try (var outside = new RemoteSession(server, AdminToken.load(directory()), "")) {
      for (var question : questions) {
        terminal.print("\n" + question);
        var answer = outside.ask(name, question);
        terminal.print("\n  " + answer.string("answer").replace("\n", "\n  ") + "\n");
        terminal.print(AnswerText.origin(answer));
      }
    }
  }

  private void tellAddress(String address, String input, Terminal terminal) {
    terminal.print("\nThe demo serves at " + address + ". Ask it yourself:");
    terminal.print(
        "  curl -s %s/v1/features/%s/calls -H 'Content-Type: application/json' -d '{\"input\": %s}'"
            .formatted(address, name, input));
  }

  private void awaitEnd(StopSignal stop, Terminal terminal) throws InterruptedException {
    if (!once) {
      terminal.print("Ctrl-C stops it.");
      stop.await();
    }
  }

  private Path directory() {
    return dataDirectory.toAbsolutePath().normalize();
  }

  private static Scenes scenes(Path folder) throws IOException {
    var problems = new Problems();
    var text = Files.readString(folder.resolve(SCENES));
    var scenes = ProjectLoader.readFile(SCENES, text, problems, Scenes::from);
    if (scenes.isEmpty() || !problems.isEmpty()) {
      throw new CommandFailed(
          ExitCode.DECLARATIONS,
          problems.all().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return scenes.get();
  }

  /// A question a line; lines that begin with # are for the reader.
  private static List<String> questions(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve(QUESTIONS)).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }
}
