package dev.headgate.runtime.guardrails;

/// What a caller gets instead of what was blocked.
public enum OnBlock {
  /// The error `guardrail_blocked`.
  ERROR,
  /// The fixed reply of the section, as an answer.
  REPLY,
  /// The answer of the next tier that no model writes, or of the next tier if it was an answer that
  /// was blocked.
  NEXT_TIER
}
