package dev.headgate.evals.answers;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Exact match and F1 of an answer, as SQuAD's own script computes them: in lower case, without
/// punctuation and articles, the best over all right answers. Rajpurkar et al., ACL 2018.
///
/// @param exact 1 or 0
/// @param f1 0 to 1
/// @param contains 1 if a right answer stands whole within the answer
record SquadScore(double exact, double f1, double contains) {
  private static final Pattern PUNCTUATION = Pattern.compile("[\\p{Punct}]");
  private static final Pattern ARTICLES = Pattern.compile("\\b(a|an|the)\\b");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  static SquadScore of(String answer, List<String> right) {
    var given = words(answer);
    var exact = 0.0;
    var f1 = 0.0;
    var contains = 0.0;
    for (var one : right) {
      var gold = words(one);
      exact = Math.max(exact, given.equals(gold) ? 1 : 0);
      f1 = Math.max(f1, f1(given, gold));
      contains = Math.max(contains, contains(given, gold));
    }
    return new SquadScore(exact, f1, contains);
  }

  private static List<String> words(String text) {
    var bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return SPACES
        .splitAsStream(ARTICLES.matcher(bare).replaceAll(" "))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static double f1(List<String> given, List<String> gold) {
    if (given.isEmpty() || gold.isEmpty()) {
      return given.equals(gold) ? 1 : 0;
    }
    var left = new HashMap<String, Integer>();
    gold.forEach(word -> left.merge(word, 1, Integer::sum));
    var shared = 0;
    for (var word : given) {
      if (left.merge(word, -1, Integer::sum) >= 0) {
        shared++;
      }
    }
    return 2.0 * shared / (given.size() + gold.size());
  }

  private static double contains(List<String> given, List<String> gold) {
    return (" " + String.join(" ", given) + " ").contains(" " + String.join(" ", gold) + " ")
        ? 1
        : 0;
  }
}
