package dev.headgate.kernel.contracts;

import dev.headgate.kernel.json.Json;
import java.util.List;

/// What was found in a model's text.
public sealed interface Reading {
  /// A document.
  ///
  /// @param others that are written after it and say something else
  record Found(Json document, List<Json> others) implements Reading {
    public Found {
      others = List.copyOf(others);
    }
  }

  /// No document, or none that is whole.
  record Missing(Violation why) implements Reading {}
}
