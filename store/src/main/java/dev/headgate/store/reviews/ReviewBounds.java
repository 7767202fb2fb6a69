package dev.headgate.store.reviews;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// How many reviews there may be, and for how long.
///
/// @param answerWithin age at which one that nobody has answered expires
/// @param keep age after which one is deleted
/// @param maxPerProject most reviews of a project that are open; beyond, no call is escalated
public record ReviewBounds(Duration answerWithin, Duration keep, int maxPerProject) {
  public static ReviewBounds from(ConfigNode reviews) {
    var answerWithin =
        reviews.duration(
            "answer-within",
            Duration.ofDays(7),
            "Age at which a review that nobody has answered expires.");
    var keep =
        reviews.duration("keep", Duration.ofDays(30), "Age after which reviews are deleted.");
    if (keep.compareTo(answerWithin) < 0) {
      reviews.problem("keep", "reviews are kept at least as long as they may be answered");
    }
    return new ReviewBounds(
        answerWithin,
        keep,
        reviews.integer(
            "max-per-project",
            10_000,
            1,
            1_000_000,
            "Most open reviews of a project; beyond, no call is escalated. As many that are"
                + " answered or expired are kept."));
  }
}
