package dev.headgate.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which project, and where it keeps its data.
final class ProjectOptions {
  private static final String MAIN_FILE = "headgate.yaml";

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description =
          "The project folder. Without it, the current folder or the nearest above it that holds"
              + " headgate.yaml.")
  private @Nullable Path project;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data directory, instead of the one that headgate.yaml declares.")
  private @Nullable Path dataDirectory;

  /// The project folder, absolute.
  Path folder() {
    if (project != null) {
      if (!Files.isRegularFile(project.resolve(MAIN_FILE))) {
        throw new CommandFailed(
            ExitCode.DECLARATIONS,
            "there is no %s in %s; name a project folder, or make one with \"headgate init %s\""
                .formatted(MAIN_FILE, project.toAbsolutePath().normalize(), project));
      }
      return project.toAbsolutePath().normalize();
    }
    var here = Path.of("").toAbsolutePath();
    for (var folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(MAIN_FILE))) {
        return folder;
      }
    }
    throw new CommandFailed(
        ExitCode.DECLARATIONS,
        "there is no %s in %s or above; go to a project, name one with --project DIR, or make one with \"headgate init\""
            .formatted(MAIN_FILE, here));
  }

  Optional<Path> dataDirectory() {
    return Optional.ofNullable(dataDirectory).map(path -> path.toAbsolutePath().normalize());
  }
}
