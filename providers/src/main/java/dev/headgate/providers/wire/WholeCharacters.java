package dev.headgate.providers.wire;

/// Keeps the halves of a character together: one outside the basic plane may come as two escapes in
/// two events. Not thread-safe.
public final class WholeCharacters {
  private String held = "";

  /// What can be passed on.
  public String next(String delta) {
    var text = held + delta;
    held = "";
    if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      held = text.substring(text.length() - 1);
      return text.substring(0, text.length() - 1);
    }
    return text;
  }

  /// What is left at the end.
  public String rest() {
    var rest = held;
    held = "";
    return rest;
  }
}
