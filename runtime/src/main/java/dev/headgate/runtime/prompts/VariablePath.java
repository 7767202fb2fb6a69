package dev.headgate.runtime.prompts;

import java.util.List;

/// Where a value is found, such as `documents`, `this.title`, `../question` or `@index`.
///
/// @param written as it stands in the template
/// @param ups scopes to leave first
/// @param names of the fields on the way; empty for `this`
/// @param mayBeMissing whether an absent value is empty rather than a failed call
record VariablePath(String written, int ups, List<String> names, boolean mayBeMissing) {
  VariablePath {
    names = List.copyOf(names);
  }

  boolean isLoopVariable() {
    return !names.isEmpty() && names.getFirst().startsWith("@");
  }
}
