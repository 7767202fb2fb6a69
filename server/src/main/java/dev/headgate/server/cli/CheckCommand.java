package dev.headgate.server.cli;

import dev.headgate.kernel.config.Problem;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Reads all declarations of a project and prints every mistake in them.")
final class CheckCommand implements Action {
  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object with all mistakes.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) {
    return switch (Projects.load(project.folder())) {
      case LoadResult.Loaded(var loaded) -> {
        terminal.print(json ? json(List.of()) : told(loaded));
        yield ExitCode.OK;
      }
      case LoadResult.Rejected(var problems) -> {
        if (json) {
          terminal.print(json(problems));
        } else {
          problems.forEach(problem -> terminal.print(problem.toString()));
          terminal.tell(Projects.count(problems));
        }
        yield ExitCode.DECLARATIONS;
      }
    };
  }

  private static String told(Project project) {
    return "%s is fine: %s, %s, %s"
        .formatted(
            project.folder(),
            counted(project.features().all().size(), "feature"),
            counted(project.collections().size(), "collection"),
            counted(project.settings().models().providers().size(), "provider"));
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String json(List<Problem> problems) {
    return JsonObject.write(out -> {
      out.writeBooleanProperty("ok", problems.isEmpty());
      out.writeArrayPropertyStart("problems");
      for (var problem : problems) {
        out.writeStartObject();
        out.writeStringProperty("file", problem.at().file());
        out.writeNumberProperty("line", problem.at().line());
        out.writeNumberProperty("column", problem.at().column());
        out.writeStringProperty("message", problem.message());
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }
}
