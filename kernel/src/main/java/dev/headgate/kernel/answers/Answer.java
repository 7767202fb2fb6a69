package dev.headgate.kernel.answers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer and what stands behind it.
///
/// @param confidence the calibrated probability, 0 to 1, that the citations answer the question;
///   null where nobody measured it
public record Answer(String text, List<Citation> citations, @Nullable Double confidence) {
  public Answer {
    citations = List.copyOf(citations);
    if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence " + confidence + " is not in 0..1");
    }
  }

  /// The confidence, or `otherwise` where nobody measured it.
  public double confidenceOr(double otherwise) {
    return confidence == null ? otherwise : confidence;
  }
}
