package dev.headgate.server.cli;

/// A key as a person reads it.
final class KeyText {
  private KeyText() {}

  /// A key whose text is shown for the only time.
  static String made(JsonObject key) {
    return "%s\n\n%s\nThis is the only time that it is shown: Headgate keeps no more than its hash."
        .formatted(key.string("key"), line(key));
  }

  static String line(JsonObject key) {
    var text =
        new StringBuilder("%s  %s  %s".formatted(key.string("id"), key.string("name"), state(key)));
    if (!key.string("project").isEmpty()) {
      text.append("  project ").append(key.string("project"));
    }
    return text.toString();
  }

  /// Whether it works, and until when.
  static String state(JsonObject key) {
    var state = key.string("state");
    return state.equals("live") && key.has("expires_at_ms")
        ? "live until " + TracesListCommand.time(key.integer("expires_at_ms"))
        : state;
  }
}
