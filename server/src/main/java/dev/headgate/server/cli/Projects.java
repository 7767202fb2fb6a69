package dev.headgate.server.cli;

import dev.headgate.kernel.config.Problem;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectLoader;
import dev.headgate.server.config.ProjectSecrets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Loads projects for commands.
final class Projects {
  private Projects() {}

  static LoadResult load(Path folder) {
    return ProjectLoader.load(folder, new ProjectSecrets(folder, System.getenv()));
  }

  /// The project, or the end of the command with every mistake named.
  static Project require(Path folder) {
    return switch (load(folder)) {
      case LoadResult.Loaded(var project) -> project;
      case LoadResult.Rejected(var problems) ->
          throw new CommandFailed(
              ExitCode.DECLARATIONS,
              problems.stream()
                  .map(Problem::toString)
                  .collect(Collectors.joining("\n", count(problems) + "\n", "")));
    };
  }

  static String count(List<Problem> problems) {
    return problems.size() == 1
        ? "1 mistake in the declarations"
        : problems.size() + " mistakes in the declarations";
  }
}
