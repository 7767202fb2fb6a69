package dev.headgate.kernel.answers;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What documents say for a claim.
///
/// @param score how likely it is, 0 to 1, that they bear it out
/// @param why what in the claim they do not have, such as `number 45`; empty if nothing of that
///   kind is missing
/// @param source what of them comes nearest, null if nothing does
public record Support(Verdict verdict, double score, String why, @Nullable Citation source) {
  public Support {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score is from 0 to 1, not " + score);
    }
  }

  /// Whether a claim stands.
  public enum Verdict {
    SUPPORTED,
    UNCERTAIN,
    UNSUPPORTED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /// The value in answers, traces and metrics.
    public String wireName() {
      return wireName;
    }
  }
}
