package dev.headgate.kernel.chat;

import java.util.List;

/// One turn of a conversation.
public record ChatMessage(Role role, List<Part> parts, Extras extras) {
  public ChatMessage {
    parts = List.copyOf(parts);
  }

  public ChatMessage(Role role, List<Part> parts) {
    this(role, parts, Extras.NONE);
  }

  public ChatMessage(Role role, String text) {
    this(role, List.of(new Part.Text(text)));
  }

  /// The texts of its parts.
  public String text() {
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(var text, _)) {
      return text;
    }
    var all = new StringBuilder();
    for (var part : parts) {
      if (part instanceof Part.Text(var text, _)) {
        all.append(text);
      }
    }
    return all.toString();
  }
}
