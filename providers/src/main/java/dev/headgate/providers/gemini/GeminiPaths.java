package dev.headgate.providers.gemini;

import dev.headgate.providers.conversations.Door;

/// Where Google's two doors have the addresses that the codec writes.
public final class GeminiPaths {
  private GeminiPaths() {}

  /// AI Studio: behind `/v1beta`, which belongs to the base address.
  public static Door.Paths studio() {
    return Door.Paths.USUAL;
  }

  /// Vertex AI: behind the project and its location. A model that names its publisher or is an
  /// endpoint of the project's own keeps its name.
  ///
  /// @param project empty where an API key stands for it
  public static Door.Paths vertex(String project, String location) {
    var home =
        project.isEmpty() ? "" : "/projects/" + plain(project) + "/locations/" + plain(location);
    return (path, _) -> {
      if (path.startsWith("/projects/")) {
        return path;
      }
      return path.startsWith("/models/") ? home + "/publishers/google" + path : home + path;
    };
  }

  /// The host of a location.
  public static String vertexHost(String location) {
    return location.equals("global")
        ? "aiplatform.googleapis.com"
        : plain(location) + "-aiplatform.googleapis.com";
  }

  private static String plain(String name) {
    var plain =
        name.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-.:".indexOf(c) >= 0);
    if (name.isEmpty() || !plain) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name of a project or a location of Google's");
    }
    return name;
  }
}
