package dev.headgate.inference.answers;

import dev.headgate.kernel.text.Prefix;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A question as the features see it.
///
/// @param words in lower case, with stop words
/// @param terms stems of the words that say something; all words if none does
/// @param names stems of what a right answer can hardly leave out: names, numbers, identifiers
record Question(
    String text,
    List<String> words,
    Set<String> terms,
    Set<String> names,
    Expectation expectation,
    boolean negated) {
  /// Longest question that is read, in UTF-16 units; what follows is left out.
  static final int MAX_LENGTH = 4_000;

  // Each branch can begin at the start of a word only, so that matching takes linear time.
  private static final Pattern NAME =
      Pattern.compile(
          "(?<=\\S )\\p{Lu}[\\p{L}\\p{N}]++"
              + "|(?<![\\p{L}\\p{N}])\\p{L}*+\\d[\\p{L}\\p{N}]*+"
              + "|`[^`]{1,100}`"
              + "|(?<![\\p{L}\\p{N}_])[\\p{L}\\p{N}]++[_-][\\p{L}\\p{N}_]++");
  private static final Set<String> NEGATIONS =
      Set.of("not", "no", "never", "without", "none", "cannot", "disable", "disabled", "t");

  static Question of(String asked) {
    var text = Prefix.of(asked, MAX_LENGTH);
    var words = Words.of(text);
    var terms = new LinkedHashSet<String>();
    for (var word : words) {
      if (!Words.isStop(word)) {
        terms.add(Words.stem(word));
      }
    }
    if (terms.isEmpty()) {
      words.forEach(word -> terms.add(Words.stem(word)));
    }
    var names = new HashSet<String>();
    NAME.matcher(text)
        .results()
        .flatMap(name -> Words.of(name.group().toLowerCase(Locale.ROOT)).stream())
        .filter(word -> !Words.isStop(word))
        .forEach(word -> names.add(Words.stem(word)));
    return new Question(text, words, terms, names, Expectation.of(words), hasNegation(words));
  }

  static boolean hasNegation(List<String> words) {
    return words.stream().anyMatch(NEGATIONS::contains);
  }
}
