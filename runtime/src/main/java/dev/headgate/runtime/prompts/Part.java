package dev.headgate.runtime.prompts;

import dev.headgate.kernel.chat.Role;
import java.util.List;

/// One piece of a compiled template. Which variables it may see was checked when it was compiled.
sealed interface Part {
  record Literal(String text) implements Part {}

  record Value(VariablePath path) implements Part {}

  record Json(VariablePath path) implements Part {}

  record If(VariablePath condition, boolean negated, List<Part> body, List<Part> otherwise)
      implements Part {}

  record Each(VariablePath list, List<Part> body, List<Part> otherwise) implements Part {}

  record With(VariablePath value, List<Part> body, List<Part> otherwise) implements Part {}

  /// What follows is said by another role. A part of the template and never a text, so that no
  /// value can pretend to be one.
  record RoleSwitch(Role role) implements Part {}

  /// The earlier turns of the conversation, as messages of their own.
  record History() implements Part {}
}
