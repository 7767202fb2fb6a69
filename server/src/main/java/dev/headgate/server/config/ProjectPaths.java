package dev.headgate.server.config;

import dev.headgate.kernel.config.ConfigNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Paths that stand in a declaration.
final class ProjectPaths {
  private ProjectPaths() {}

  /// The path, or the empty one and a problem if the text cannot be a path.
  static Path of(ConfigNode node, String key, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      node.problem(key, "not a path: " + e.getReason());
      return Path.of("");
    }
  }
}
