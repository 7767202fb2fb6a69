package dev.headgate.server.config;

import dev.headgate.kernel.config.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Secrets from the environment of this process and from files, such as those that an orchestrator
/// mounts.
public final class ProjectSecrets implements SecretSource {
  private static final int MAX_FILE_BYTES = 64 << 10;

  private final Path project;
  private final Map<String, String> environment;

  public ProjectSecrets(Path project, Map<String, String> environment) {
    this.project = project;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Optional<String> environment(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  @Override
  public Optional<String> file(String path) {
    try (var in = Files.newInputStream(project.resolve(path))) {
      var bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      return bytes.length > MAX_FILE_BYTES
          ? Optional.empty()
          : Optional.of(withoutLineBreak(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static String withoutLineBreak(String text) {
    var end = text.endsWith("\n") ? text.length() - 1 : text.length();
    return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
  }
}
