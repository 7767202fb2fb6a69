package dev.headgate.guardrails.grounding;

import dev.headgate.guardrails.grounding.Dates.Day;
import dev.headgate.guardrails.grounding.Numbers.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What in a text can be checked without understanding it: numbers, dates, names, and whether it
/// denies something.
///
/// @param dates each with its readings
/// @param names words that are written like names
/// @param negations how often it says no
record Facts(List<Amount> numbers, List<List<Day>> dates, List<Word> names, int negations) {
  private static final Set<String> NEGATIONS =
      Set.of(
          "not", "no", "never", "none", "nothing", "nobody", "neither", "nor", "without", "cannot",
          "nicht", "kein", "keine", "keinen", "nie", "niemals", "ohne");

  /// Words that say the opposite of each other, by their stems.
  private static final Map<String, String> OPPOSITES =
      opposites(
          "enable disable",
          "allow forbid",
          "allow deny",
          "permit forbid",
          "permit prohibit",
          "increase decrease",
          "rise fall",
          "raise lower",
          "accept reject",
          "include exclude",
          "open close",
          "before after",
          "above below",
          "over under",
          "more less",
          "most least",
          "minimum maximum",
          "always never",
          "possible impossible",
          "legal illegal",
          "able unable",
          "available unavailable",
          "required optional",
          "mandatory optional",
          "valid invalid",
          "public private",
          "internal external",
          "success failure",
          "win lose",
          "start stop",
          "begin end",
          "add remove",
          "first last",
          "highest lowest",
          "free paid");

  private static final Set<String> GERMAN =
      Set.of("der", "die", "das", "und", "ist", "ein", "eine", "nicht", "wird", "werden", "mit");

  static Facts of(List<Word> words) {
    var taken = new HashSet<Integer>();
    var dates = Dates.of(words, taken);
    return new Facts(Numbers.of(words, taken), dates, names(words, taken), negations(words));
  }

  private static List<Word> names(List<Word> words, Set<Integer> taken) {
    // German writes every noun with a capital, headings every word.
    var capitals = words.stream().filter(Word::isCapital).count();
    var isPlain =
        words.stream().noneMatch(word -> GERMAN.contains(word.lower()))
            && (words.size() < 4 || capitals * 10 <= words.size() * 6L);
    var names = new ArrayList<Word>();
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (taken.contains(i) || word.text().length() < 2 || !word.hasMeaning()) {
        continue;
      }
      var isCode = word.hasDigit() && Character.isLetter(word.text().charAt(0));
      var beginsName =
          word.isFirst()
              && i + 1 < words.size()
              && words.get(i + 1).isCapital()
              && words.get(i + 1).hasMeaning();
      var isName = isPlain && word.isCapital() && (!word.isFirst() || beginsName);
      if (isCode || isName) {
        names.add(word);
      }
    }
    return names;
  }

  private static int negations(List<Word> words) {
    return (int)
        words.stream()
            .filter(word -> NEGATIONS.contains(word.lower()) || word.lower().endsWith("n't"))
            .count();
  }

  /// How often one of two texts says the opposite of the other: an even number is none.
  static int turns(Facts claim, Set<String> claimStems, Facts span, Set<String> spanStems) {
    var turns = Math.abs(claim.negations - span.negations);
    for (var stem : claimStems) {
      var opposite = OPPOSITES.get(stem);
      if (opposite != null
          && spanStems.contains(opposite)
          && !spanStems.contains(stem)
          && !claimStems.contains(opposite)) {
        turns++;
      }
    }
    return turns;
  }

  private static Map<String, String> opposites(String... pairs) {
    var all = new HashMap<String, String>();
    for (var pair : pairs) {
      var words = Word.of(pair);
      all.putIfAbsent(words.get(0).stem(), words.get(1).stem());
      all.putIfAbsent(words.get(1).stem(), words.get(0).stem());
    }
    return Map.copyOf(all);
  }
}
