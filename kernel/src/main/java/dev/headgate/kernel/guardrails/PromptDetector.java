package dev.headgate.kernel.guardrails;

/// A declared detector that judges what a model says by what it was told, and can find nothing
/// until it knows that.
public interface PromptDetector extends Detector {
  /// Whether what a model is told shall carry a [Canary].
  boolean wantsCanary();

  /// What judges one answer, piece by piece: it remembers what it has found. Thread-safe.
  Detector on(Instructions told);
}
