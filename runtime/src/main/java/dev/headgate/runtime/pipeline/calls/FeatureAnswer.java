package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.runtime.traces.Trace;
import java.util.List;

/// What a feature answered, and how.
///
/// @param tier the name of the tier that answered
/// @param completion what the answering model reported; of a tier without one, empty texts and no
///   usage
/// @param steps wall time of each step, in the order in which they ended
public record FeatureAnswer(
    String traceId,
    String feature,
    String release,
    String tier,
    Answer answer,
    Completion completion,
    List<Trace.Span> steps) {
  public FeatureAnswer {
    steps = List.copyOf(steps);
  }
}
