package dev.headgate.guardrails.pii;

import java.util.List;
import java.util.Set;

/// What is said of persons in fixed words: ages and forms of address.
final class Persons {
  private static final Set<String> TITLES =
      Set.of("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Herr", "Frau", "Mme", "Mlle");
  private static final Set<String> SHORTENED = Set.of("mr", "mrs", "ms", "dr", "prof");
  private static final List<String> AFTER_AN_AGE =
      List.of(" years old", " year old", "-year-old", "-years-old", " y/o", "y/o", " yrs old");
  private static final List<String> BEFORE_AN_AGE =
      List.of("age of ", "aged ", "age: ", "just turned ", "ll turn ", "will turn ", "turning ");
  private static final double SURE = .6;

  private Persons() {}

  /// An age of up to three digits.
  static void age(String text, int start, int end, Found found) {
    for (var after : AFTER_AN_AGE) {
      if (text.regionMatches(true, end, after, 0, after.length())) {
        found.add("AGE", start, end, SURE);
        return;
      }
    }
    var isEnd = end == text.length() || !Addresses.isWord(text.charAt(end));
    for (var before : BEFORE_AN_AGE) {
      if (isEnd
          && text.regionMatches(true, start - before.length(), before, 0, before.length())
          && !isMeasured(text, end)) {
        found.add("AGE", start, end, SURE);
        return;
      }
    }
  }

  // 90 degrees, 90%, 90.5
  private static boolean isMeasured(String text, int end) {
    return text.startsWith(" degree", end)
        || text.startsWith("%", end)
        || text.startsWith("°", end)
        || (end + 1 < text.length()
            && ".,".indexOf(text.charAt(end)) >= 0
            && Character.isDigit(text.charAt(end + 1)));
  }

  /// A form of address before a name.
  static void title(String text, int start, int end, Found found) {
    var dot = end < text.length() && text.charAt(end) == '.';
    var last = dot ? end + 1 : end;
    if (last + 1 >= text.length() || text.charAt(last) != ' ') {
      return;
    }
    var isNamed = Character.isUpperCase(text.charAt(last + 1));
    if (!isNamed && !dot) {
      return;
    }
    var word = text.substring(start, end);
    if ((TITLES.contains(word) && isNamed)
        || (dot && SHORTENED.contains(word) && Character.isLetter(text.charAt(last + 1)))) {
      found.add("TITLE", start, last, SURE);
    }
  }
}
