package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.intents.Choice;
import dev.headgate.runtime.traces.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a feature answered, and how.
///
/// @param resolution which tier answered, and what its answer is
/// @param completion what the answering model reported; of a tier without one, empty texts and no
///   usage
/// @param isEstimated whether a provider has not said all that it took for the call
/// @param contract how the answer came to fit its contract
/// @param steps wall time of each step, in the order in which they ended
/// @param intent by which its way was chosen, null if the feature has one way
/// @param said what each step of a chain said, in order; empty of a tier without steps
public record FeatureAnswer(
    String traceId,
    String feature,
    String release,
    Resolution resolution,
    Answer answer,
    Completion completion,
    boolean isEstimated,
    ContractOutcome contract,
    List<Trace.Span> steps,
    @Nullable Choice intent,
    List<StepText> said) {
  public FeatureAnswer {
    steps = List.copyOf(steps);
    said = List.copyOf(said);
  }

  /// The name of the tier that answered.
  public String tier() {
    return resolution.tier();
  }
}
