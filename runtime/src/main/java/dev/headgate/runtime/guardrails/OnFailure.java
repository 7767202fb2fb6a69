package dev.headgate.runtime.guardrails;

/// What follows if a check fails or is late.
public enum OnFailure {
  /// The text goes on.
  OPEN,
  /// The text is blocked.
  CLOSED
}
