package dev.headgate.kernel.answers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer and what stands behind it.
///
/// @param confidence the calibrated probability, 0 to 1, that the citations answer the question;
///   null where nobody measured it
/// @param claims what it says, each with its support in the documents; empty where nobody looked
public record Answer(
    String text, List<Citation> citations, @Nullable Double confidence, List<Claim> claims) {
  public Answer {
    citations = List.copyOf(citations);
    claims = List.copyOf(claims);
    if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence " + confidence + " is not in 0..1");
    }
  }

  /// An answer whose claims nobody looked at.
  public Answer(String text, List<Citation> citations, @Nullable Double confidence) {
    this(text, citations, confidence, List.of());
  }

  /// The confidence, or `otherwise` where nobody measured it.
  public double confidenceOr(double otherwise) {
    return confidence == null ? otherwise : confidence;
  }
}
