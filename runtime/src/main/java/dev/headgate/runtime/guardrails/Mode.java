package dev.headgate.runtime.guardrails;

/// What becomes of a guardrail's verdict.
public enum Mode {
  /// It does not run.
  OFF,
  /// It is put on record, and the call goes on.
  SHADOW,
  /// It is put on record, and obeyed.
  ENFORCE
}
