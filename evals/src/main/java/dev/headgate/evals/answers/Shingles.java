package dev.headgate.evals.answers;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Compares texts whose spaces and punctuation may have been changed on the way, by runs of three
/// words.
final class Shingles {
  private static final int WORDS = 3;
  private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Shingles() {}

  static Set<String> of(String text) {
    var words =
        NOT_A_WORD
            .splitAsStream(text.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .toList();
    var shingles = new HashSet<String>();
    for (var i = 0; i + WORDS <= words.size(); i++) {
      shingles.add(String.join(" ", words.subList(i, i + WORDS)));
    }
    if (shingles.isEmpty() && !words.isEmpty()) {
      shingles.add(String.join(" ", words));
    }
    return shingles;
  }

  /// The share of a part's shingles that the whole has, 0 to 1.
  static double share(String part, String whole) {
    return share(of(part), of(whole));
  }

  static double share(Set<String> part, Set<String> whole) {
    return part.isEmpty()
        ? 0
        : (double) part.stream().filter(whole::contains).count() / part.size();
  }
}
