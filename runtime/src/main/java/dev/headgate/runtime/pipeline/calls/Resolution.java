package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.answers.AnswerKind;

/// Which tier answered, and what its answer is to the caller.
///
/// @param review in which a person will answer, empty if none will
public record Resolution(String tier, AnswerKind outcome, String review) {
  /// An answer that no person waits for.
  public static Resolution of(String tier, AnswerKind outcome) {
    return new Resolution(tier, outcome, "");
  }
}
