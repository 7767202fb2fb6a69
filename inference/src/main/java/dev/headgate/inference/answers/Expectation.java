package dev.headgate.inference.answers;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What kind of thing a question asks for, by its question word, and whether a sentence holds one
/// that the question did not already name.
enum Expectation {
  PERSON,
  TIME,
  PLACE,
  QUANTITY,
  REASON,
  MANNER,
  ANYTHING;

  private static final Set<String> TIME_WORDS =
      Set.of(
          ("january february march april june july august september october november december monday"
                  + " tuesday wednesday thursday friday saturday sunday century decade year years"
                  + " month months week weeks day days hour hours minute minutes second seconds"
                  + " daily weekly monthly yearly today before after until during once")
              .split(" "));
  private static final Set<String> NUMBER_WORDS =
      Set.of(
          ("one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty"
                  + " hundred thousand million billion half twice third no none zero both several")
              .split(" "));
  private static final Pattern REASON_WORDS =
      Pattern.compile(
          "\\b(because|since|due to|so that|in order to|to (avoid|prevent|ensure|allow|protect)"
              + "|therefore|thus|hence|reason|result of|resulted|caused|leads? to|otherwise)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MANNER_WORDS =
      Pattern.compile(
          "\\b(by|using|use|uses|run|set|click|add|create|select|configure|enable|install|edit|via"
              + "|through|with|must|can|first|then|steps?|procedure|command)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern YEAR = Pattern.compile("1\\d{3}|20\\d{2}");
  private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern PLACE_WORDS =
      Pattern.compile("\\b(in|at|from|near|to|under|on) (the )?[A-Z`/~.]");
  private static final Pattern PATH = Pattern.compile("/[\\w.-]+/|https?://");

  static Expectation of(List<String> words) {
    for (var i = 0; i < words.size(); i++) {
      var next = i + 1 < words.size() ? words.get(i + 1) : "";
      var found =
          switch (words.get(i)) {
            case "who", "whom", "whose" -> PERSON;
            case "when" -> TIME;
            case "where" -> PLACE;
            case "why" -> REASON;
            case "how" -> ofHow(next);
            case "what", "which" -> ofWhat(next);
            default -> ANYTHING;
          };
      if (found != ANYTHING) {
        return found;
      }
    }
    return ANYTHING;
  }

  private static Expectation ofHow(String next) {
    return switch (next) {
      case "many", "much", "old", "tall", "far", "big", "large", "deep", "high", "fast" -> QUANTITY;
      case "long" -> TIME;
      default -> MANNER;
    };
  }

  private static Expectation ofWhat(String next) {
    return switch (next) {
      case "year", "date", "day", "month", "century", "decade", "time" -> TIME;
      case "city", "country", "state", "place", "location", "town", "region" -> PLACE;
      case "percentage", "percent", "number", "amount", "port" -> QUANTITY;
      case "person", "actor", "actress", "author", "president", "king", "singer" -> PERSON;
      default -> ANYTHING;
    };
  }

  /// 1 if the sentence holds what is asked for, -1 if it does not, 0 if nothing special is asked.
  int match(String sentence, Set<String> questionWords) {
    var found =
        switch (this) {
          case PERSON -> hasNewName(sentence, questionWords);
          case TIME -> hasNew(sentence, questionWords, Expectation::isTime);
          case QUANTITY -> hasNew(sentence, questionWords, Expectation::isNumber);
          case PLACE ->
              PATH.matcher(sentence).find()
                  || (PLACE_WORDS.matcher(sentence).find() && hasNewName(sentence, questionWords));
          case REASON -> REASON_WORDS.matcher(sentence).find();
          case MANNER -> MANNER_WORDS.matcher(sentence).find();
          case ANYTHING -> true;
        };
    return this == ANYTHING ? 0 : found ? 1 : -1;
  }

  private static boolean isTime(String word) {
    return TIME_WORDS.contains(word) || YEAR.matcher(word).matches();
  }

  private static boolean isNumber(String word) {
    return Character.isDigit(word.charAt(0)) || NUMBER_WORDS.contains(word);
  }

  private static boolean hasNew(String sentence, Set<String> known, Predicate<String> wanted) {
    return Words.of(sentence).stream().anyMatch(word -> !known.contains(word) && wanted.test(word));
  }

  /// A capitalised word that does not open the sentence and is not in the question.
  private static boolean hasNewName(String sentence, Set<String> known) {
    var first = true;
    for (var word : NOT_A_WORD.splitAsStream(sentence).filter(part -> !part.isEmpty()).toList()) {
      if (!first
          && Character.isUpperCase(word.charAt(0))
          && word.length() > 1
          && !known.contains(word.toLowerCase(Locale.ROOT))) {
        return true;
      }
      first = false;
    }
    return false;
  }
}
