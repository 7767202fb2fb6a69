package dev.headgate.runtime.guardrails;

/// What becomes of a claim that the documents do not bear out.
public enum OnUnsupported {
  /// It is taken out of the answer; an answer of which nothing is left moves the call down.
  REMOVE,
  /// It stays, and the mark stands behind it.
  MARK,
  /// The next tier answers.
  NEXT_TIER
}
