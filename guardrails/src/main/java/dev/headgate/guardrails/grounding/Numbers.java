package dev.headgate.guardrails.grounding;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads numbers, in digits or in words, as what they are worth.
final class Numbers {
  private static final Map<String, Integer> UNITS =
      Map.ofEntries(
          Map.entry("zero", 0),
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("dozen", 12),
          Map.entry("thirteen", 13),
          Map.entry("fourteen", 14),
          Map.entry("fifteen", 15),
          Map.entry("sixteen", 16),
          Map.entry("seventeen", 17),
          Map.entry("eighteen", 18),
          Map.entry("nineteen", 19),
          Map.entry("zwei", 2),
          Map.entry("drei", 3),
          Map.entry("vier", 4),
          Map.entry("fünf", 5),
          Map.entry("sechs", 6),
          Map.entry("sieben", 7),
          Map.entry("acht", 8),
          Map.entry("neun", 9),
          Map.entry("zehn", 10));
  private static final Map<String, Integer> TENS =
      Map.of(
          "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70,
          "eighty", 80, "ninety", 90);
  private static final Map<String, Integer> ORDINALS =
      Map.of(
          "first", 1, "second", 2, "third", 3, "fourth", 4, "fifth", 5, "once", 1, "twice", 2,
          "single", 1, "pair", 2, "couple", 2);
  private static final Map<String, Long> TIMES =
      Map.of(
          "hundred", 100L,
          "thousand", 1_000L,
          "k", 1_000L,
          "million", 1_000_000L,
          "m", 1_000_000L,
          "mn", 1_000_000L,
          "billion", 1_000_000_000L,
          "bn", 1_000_000_000L,
          "trillion", 1_000_000_000_000L);

  // Three metres are three, three million are not.
  private static final Set<String> UNITS_TOO = Set.of("k", "m");

  /// A number as a text has it.
  ///
  /// @param values that it may be worth, as plain decimals
  /// @param isWord whether it is a word that may mean no number
  record Amount(String text, Set<String> values, boolean isWord) {
    Amount {
      values = Set.copyOf(values);
    }
  }

  private Numbers() {}

  /// @param words whose places in `taken` belong to something else, such as a date
  static List<Amount> of(List<Word> words, Set<Integer> taken) {
    var found = new ArrayList<Amount>();
    for (int i = 0; i < words.size(); i++) {
      if (taken.contains(i)) {
        continue;
      }
      var word = words.get(i);
      var times = i + 1 < words.size() ? words.get(i + 1).lower() : "";
      if (Character.isDigit(word.text().charAt(0))) {
        digits(word.text(), times, found);
      } else if (TENS.containsKey(word.lower())) {
        var value = TENS.get(word.lower());
        var unit = i + 1 < words.size() ? UNITS.getOrDefault(words.get(i + 1).lower(), 0) : 0;
        if (unit > 0 && unit < 10) {
          found.add(worth(word.text(), value + unit, "", false));
          i++;
        } else {
          found.add(worth(word.text(), value, times, false));
        }
      } else if (UNITS.containsKey(word.lower())) {
        var value = UNITS.get(word.lower());
        found.add(worth(word.text(), value, times, value == 1 && !TIMES.containsKey(times)));
      } else if (ORDINALS.containsKey(word.lower())) {
        found.add(worth(word.text(), ORDINALS.get(word.lower()), "", true));
      }
    }
    return found;
  }

  private static Amount worth(String text, long value, String times, boolean isWord) {
    return new Amount(text, multiplied(Set.of(Long.toString(value)), times), isWord);
  }

  private static Set<String> multiplied(Set<String> values, String times) {
    var multiplier = TIMES.get(times);
    if (multiplier == null) {
      return values;
    }
    var multiplied = new HashSet<>(UNITS_TOO.contains(times) ? values : Set.<String>of());
    for (var value : values) {
      multiplied.add(product(value, multiplier));
    }
    return multiplied;
  }

  // 1,000.50 and 1.000,50, 10:30, 5-10, 5GB, 20th, 1.8.2
  private static void digits(String text, String times, List<Amount> into) {
    for (var part : text.split("[-/]", -1)) {
      var end = 0;
      while (end < part.length() && !Character.isLetter(part.charAt(end))) {
        end++;
      }
      if (end == 0) {
        continue;
      }
      var number = part.substring(0, end);
      var suffix = part.substring(end).toLowerCase(Locale.ROOT);
      var values = multiplied(values(number), suffix.isEmpty() ? times : suffix);
      into.add(new Amount(part, values, false));
    }
  }

  private static Set<String> values(String number) {
    var values = new HashSet<String>();
    values.add(number);
    if (number.matches("\\d+")) {
      values.add(plain(number));
    } else if (number.matches("\\d+[.,]\\d+")) {
      values.add(plain(number.replace(',', '.')));
    }
    if (number.matches("\\d{1,3}(,\\d{3})+(\\.\\d+)?")) {
      values.add(plain(number.replace(",", "")));
    }
    if (number.matches("\\d{1,3}(\\.\\d{3})+(,\\d+)?")) {
      values.add(plain(number.replace(".", "").replace(',', '.')));
    }
    return values;
  }

  private static String product(String value, long times) {
    return value.matches("\\d+(\\.\\d+)?")
        ? plain(new BigDecimal(value).multiply(BigDecimal.valueOf(times)).toPlainString())
        : value;
  }

  private static String plain(String number) {
    return number.length() > 30
        ? number
        : new BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
