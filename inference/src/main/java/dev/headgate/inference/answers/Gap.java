package dev.headgate.inference.answers;

import java.util.List;
import java.util.Set;

/// Tells that the hits are about something else: they mention less than half of the question's
/// words, or no more than half of its names and numbers.
final class Gap {
  private static final double HALF = .5;
  private static final int LEAST_SHARED = 4;

  private Gap() {}

  static boolean isBetween(Question question, List<Passage> passages) {
    return unknown(question.terms(), passages) > HALF
        || (!question.names().isEmpty() && unknown(question.names(), passages) >= HALF);
  }

  /// The share of the stems that no passage holds.
  private static double unknown(Set<String> stems, List<Passage> passages) {
    var unknown = stems.stream().filter(stem -> !isKnown(stem, passages)).count();
    return stems.isEmpty() ? 0 : (double) unknown / stems.size();
  }

  private static boolean isKnown(String stem, List<Passage> passages) {
    return passages.stream().anyMatch(passage -> passage.all().contains(stem))
        || passages.stream()
            .anyMatch(passage -> passage.all().stream().anyMatch(other -> isForm(stem, other)));
  }

  /// Whether one stem begins with the other, as "encrypt" and "encryption" do.
  private static boolean isForm(String stem, String other) {
    return Math.min(stem.length(), other.length()) >= LEAST_SHARED
        && (stem.startsWith(other) || other.startsWith(stem));
  }
}
