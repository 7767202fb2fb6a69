package dev.headgate.runtime.guardrails;

/// What becomes of personal data of a kind.
public enum PiiAction {
  /// It stays.
  ALLOW,
  /// The name of its kind stands in its place.
  MASK,
  /// A placeholder stands in its place, and the caller's answer has it again.
  TOKENISE,
  /// The text goes no further.
  BLOCK
}
