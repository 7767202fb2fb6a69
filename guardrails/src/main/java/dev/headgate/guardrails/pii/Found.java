package dev.headgate.guardrails.pii;

import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.List;

/// What was found in one text, and what is said around it. For one thread.
final class Found {
  // Raises a shape that is talked about, and makes it count at least so much: as Presidio does.
  private static final double RAISED = .35;
  private static final double AT_LEAST = .45;

  private static final int BEFORE = 70;
  private static final int AFTER = 25;

  private final String text;
  private final List<Finding> findings = new ArrayList<>();

  Found(String text) {
    this.text = text;
  }

  List<Finding> findings() {
    return findings;
  }

  void add(String kind, int start, int end, double score) {
    if (score > 0 && start < end) {
      findings.add(new Finding(kind, start, end, Math.min(1, score)));
    }
  }

  /// Adds what counts for more where it is talked about.
  void add(String kind, int start, int end, double score, List<String> context) {
    if (score <= 0) {
      return;
    }
    var raised = score < 1 && near(start, end, context);
    add(kind, start, end, raised ? Math.max(AT_LEAST, score + RAISED) : score);
  }

  /// Whether one of the words is said just before or after.
  boolean near(int start, int end, List<String> words) {
    var from = Math.max(0, start - BEFORE);
    var to = Math.min(text.length(), end + AFTER);
    for (var word : words) {
      if (says(word, from, start) || says(word, end, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean says(String word, int from, int to) {
    var first = word.charAt(0);
    var last = to - word.length();
    for (var i = from; i <= last; i++) {
      if (Character.toLowerCase(text.charAt(i)) == first
          && text.regionMatches(true, i, word, 0, word.length())
          && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))
          && (word.length() > 4
              || i + word.length() == text.length()
              || !Character.isLetter(text.charAt(i + word.length())))) {
        return true;
      }
    }
    return false;
  }
}
