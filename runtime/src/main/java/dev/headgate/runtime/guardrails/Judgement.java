package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.guardrails.Outcome;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.kernel.guardrails.Verdict;

/// A guardrail's verdict of one stage, and what is done with it. Of several texts it is the one
/// with the highest score.
///
/// @param source of the text that was judged
/// @param detail why a check that failed did so, or the reason that a model gave; may be empty
public record Judgement(
    Stage stage,
    String source,
    Verdict verdict,
    double threshold,
    Mode mode,
    OnFailure onFailure,
    String detail,
    long nanos) {
  /// Whether the text must go no further.
  public boolean blocks() {
    return mode == Mode.ENFORCE
        && (verdict.outcome() == Outcome.BLOCK
            || (verdict.outcome() == Outcome.UNSURE && onFailure == OnFailure.CLOSED));
  }

  /// Whether what was found has to be taken out of the text.
  public boolean removes() {
    return mode == Mode.ENFORCE && verdict.outcome() == Outcome.MASK;
  }

  /// The stage as it is written.
  public String stageName() {
    return GuardrailTerms.written(stage);
  }
}
