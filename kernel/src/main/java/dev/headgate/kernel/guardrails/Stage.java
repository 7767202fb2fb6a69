package dev.headgate.kernel.guardrails;

/// Where on the way of a call a text is checked.
public enum Stage {
  /// What the caller says.
  INPUT,
  /// What was found in documents.
  RETRIEVED,
  /// What tools gave back.
  TOOL_RESULTS,
  /// What the model says.
  OUTPUT
}
