package dev.headgate.runtime.prompts;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The value that names are looked up in, and the scopes around it.
///
/// @param index of the innermost loop, from 0
/// @param last whether the innermost loop is at its last item
record Scope(@Nullable Object value, @Nullable Scope outer, int index, boolean last) {
  /// The value at the path, null if something on the way is missing.
  @Nullable Object find(VariablePath path) {
    if (path.isLoopVariable()) {
      return loopVariable(path.names().getFirst());
    }
    var scope = this;
    for (int up = path.ups(); up > 0 && scope.outer != null; up--) {
      scope = scope.outer;
    }
    var found = scope.value;
    for (var name : path.names()) {
      found = found instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
    return found;
  }

  private @Nullable Object loopVariable(String name) {
    return switch (name) {
      case "@index" -> index;
      case "@first" -> index == 0;
      case "@last" -> last;
      default -> null;
    };
  }
}
