package dev.headgate.kernel.guardrails;

import java.util.List;

/// Finds spans of a kind in a text. Thread-safe, deterministic, and bounded by the length of the
/// text.
public interface Detector {
  /// The name used in declarations and traces, such as `pii` or `injection`.
  String name();

  /// What the text holds, in the order of the text; empty if nothing.
  List<Finding> find(String text);
}
