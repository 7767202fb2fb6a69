package dev.headgate.server.cli;

import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.server.config.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The settings of a collection that lives as long as an evaluation.
final class TrialOptions {
  @Option(
      names = "--collection-settings",
      paramLabel = "FILE",
      description =
          "Settings to measure, written as in collections/NAME.yaml; every default without it.")
  private @Nullable Path file;

  CollectionConfig settings() throws IOException {
    var problems = new Problems();
    var text = file == null ? "" : Files.readString(file);
    var settings = ProjectLoader.readCollection(String.valueOf(file), text, problems);
    if (settings.isEmpty() || !problems.isEmpty()) {
      throw new CommandFailed(
          ExitCode.DECLARATIONS,
          problems.all().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return settings.get();
  }
}
