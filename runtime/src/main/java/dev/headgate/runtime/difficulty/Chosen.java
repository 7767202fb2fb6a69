package dev.headgate.runtime.difficulty;

import java.util.Locale;

/// The model that one call goes to, and why.
///
/// @param score the probability that the hard model does better, 0 to 1; NaN if nobody can tell
/// @param threshold from which a score is hard
public record Chosen(String model, double score, double threshold, By by) {
  /// What has decided.
  public enum By {
    /// The score.
    SCORE,
    /// There is no text, or more than text: the hard model.
    NO_TEXT,
    /// The score is not there, or not in time: the hard model.
    UNAVAILABLE,
    /// The call's data may go only there.
    DATA_BOUNDARY;

    /// As it is shown.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Another model in its place.
  public Chosen instead(String other, By why) {
    return new Chosen(other, score, threshold, why);
  }
}
