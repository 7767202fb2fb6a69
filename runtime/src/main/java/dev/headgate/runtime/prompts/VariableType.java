package dev.headgate.runtime.prompts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What a template may expect of a variable.
sealed interface VariableType {
  /// Not declared any closer: nothing can be checked before the call.
  record Any() implements VariableType {}

  /// A text, a number or a boolean.
  record Text() implements VariableType {}

  record ListOf(VariableType item) implements VariableType {}

  record Fields(SequencedMap<String, Field> byName) implements VariableType {
    public Fields {
      byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
    }
  }

  /// @param required whether a call without it fails; otherwise it is empty
  record Field(VariableType type, boolean required) {}

  /// How the type is called in a message.
  default String described() {
    return switch (this) {
      case Any _ -> "a value";
      case Text _ -> "a text";
      case ListOf _ -> "a list";
      case Fields _ -> "a group of fields";
    };
  }
}
