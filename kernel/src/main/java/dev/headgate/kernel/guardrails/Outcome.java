package dev.headgate.kernel.guardrails;

/// What a guardrail wants to happen to a text.
public enum Outcome {
  /// The text goes on as it is.
  PASS,
  /// The text goes on without what was found.
  MASK,
  /// The text goes no further.
  BLOCK,
  /// A person decides.
  ESCALATE,
  /// The check could not decide, for example because its deadline passed.
  UNSURE
}
