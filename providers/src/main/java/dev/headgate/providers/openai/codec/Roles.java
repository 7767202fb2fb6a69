package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Role;
import java.util.Locale;
import java.util.Optional;

/// Who speaks, in OpenAI's words.
final class Roles {
  /// The older name of what a tool gave back.
  static final String FUNCTION = "function";

  private Roles() {}

  static Optional<Role> find(String name) {
    return switch (name) {
      case "system" -> Optional.of(Role.SYSTEM);
      case "developer" -> Optional.of(Role.DEVELOPER);
      case "user" -> Optional.of(Role.USER);
      case "assistant" -> Optional.of(Role.ASSISTANT);
      case "tool", FUNCTION -> Optional.of(Role.TOOL);
      default -> Optional.empty();
    };
  }

  static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
