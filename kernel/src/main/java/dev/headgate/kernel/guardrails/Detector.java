package dev.headgate.kernel.guardrails;

import java.util.List;
import java.util.OptionalDouble;

/// Finds spans of a kind in a text. Thread-safe, deterministic, and bounded by the length of the
/// text.
public interface Detector {
  /// The name used in declarations and traces, such as `pii` or `injection`.
  String name();

  /// What the text holds, in the order of the text; empty if nothing.
  List<Finding> find(String text);

  /// The score from which findings of a kind count, if the kind has one of its own; empty where
  /// that of the guardrail holds.
  default OptionalDouble threshold(String kind) {
    return OptionalDouble.empty();
  }
}
