package dev.headgate.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads dates, however they are written.
final class Dates {
  private static final Map<String, Integer> MONTHS =
      Map.ofEntries(
          Map.entry("january", 1),
          Map.entry("jan", 1),
          Map.entry("februar", 2),
          Map.entry("february", 2),
          Map.entry("feb", 2),
          Map.entry("märz", 3),
          Map.entry("march", 3),
          Map.entry("mar", 3),
          Map.entry("april", 4),
          Map.entry("apr", 4),
          Map.entry("may", 5),
          Map.entry("mai", 5),
          Map.entry("june", 6),
          Map.entry("juni", 6),
          Map.entry("jun", 6),
          Map.entry("july", 7),
          Map.entry("juli", 7),
          Map.entry("jul", 7),
          Map.entry("august", 8),
          Map.entry("aug", 8),
          Map.entry("september", 9),
          Map.entry("sept", 9),
          Map.entry("sep", 9),
          Map.entry("october", 10),
          Map.entry("oktober", 10),
          Map.entry("oct", 10),
          Map.entry("november", 11),
          Map.entry("nov", 11),
          Map.entry("december", 12),
          Map.entry("dezember", 12),
          Map.entry("dec", 12),
          Map.entry("januar", 1));
  // Words of another meaning: months only beside a number.
  private static final Set<String> AMBIGUOUS =
      Set.of("may", "march", "mar", "jan", "jun", "dec", "sep", "august", "april", "june");

  /// A day, a month, or a day of a month.
  ///
  /// @param day 0 if unknown
  /// @param year 0 if unknown
  record Day(String text, int day, int month, int year) {
    boolean agrees(Day other) {
      return month == other.month
          && (day == 0 || day == other.day)
          && (year == 0 || other.year == 0 || year == other.year);
    }
  }

  private Dates() {}

  /// Groups of readings of one date each: a date of numbers only may be read in two ways.
  ///
  /// @param taken gets the places of the words that dates are made of
  static List<List<Day>> of(List<Word> words, Set<Integer> taken) {
    var found = new ArrayList<List<Day>>();
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      var text = word.text();
      if (text.matches("\\d{4}-\\d{1,2}-\\d{1,2}")) {
        var parts = text.split("-", -1);
        found.add(days(text, number(parts[2]), number(parts[1]), number(parts[0])));
        taken.add(i);
      } else if (text.matches("\\d{1,2}[./-]\\d{1,2}[./-](\\d{4}|\\d{2})")) {
        var parts = text.split("[./-]", -1);
        var year = number(parts[2]) + (parts[2].length() == 2 ? 2_000 : 0);
        var readings = new ArrayList<Day>(days(text, number(parts[0]), number(parts[1]), year));
        readings.addAll(days(text, number(parts[1]), number(parts[0]), year));
        if (!readings.isEmpty()) {
          found.add(readings);
          taken.add(i);
        }
      } else if (MONTHS.containsKey(word.lower())) {
        month(words, i, found, taken);
      }
    }
    found.removeIf(List::isEmpty);
    return found;
  }

  private static void month(List<Word> words, int at, List<List<Day>> into, Set<Integer> taken) {
    var word = words.get(at);
    var before = at > 0 ? at - 1 : -1;
    if (before > 0 && words.get(before).lower().equals("of")) {
      before--;
    }
    var day = before >= 0 ? day(words.get(before)) : 0;
    var dayAt = before;
    var next = at + 1;
    if (day == 0 && next < words.size() && day(words.get(next)) > 0) {
      day = day(words.get(next));
      dayAt = next++;
    }
    if (next < words.size() && words.get(next).lower().equals("of")) {
      next++;
    }
    var year = next < words.size() ? year(words.get(next)) : 0;
    var isWord = AMBIGUOUS.contains(word.lower()) || !word.isCapital();
    if (day == 0 && year == 0 && (isWord || word.isFirst())) {
      return;
    }
    taken.add(at);
    var text = new StringBuilder(word.text());
    if (day > 0) {
      taken.add(dayAt);
      text.append(' ').append(day);
    }
    if (year > 0) {
      taken.add(next);
      text.append(' ').append(year);
    }
    into.add(List.of(new Day(text.toString(), day, MONTHS.getOrDefault(word.lower(), 0), year)));
  }

  private static int day(Word word) {
    if (!word.lower().matches("\\d{1,2}(st|nd|rd|th)?")) {
      return 0;
    }
    var day = number(word.lower().replaceAll("\\D", ""));
    return day <= 31 ? day : 0;
  }

  private static int year(Word word) {
    return word.text().matches("1\\d{3}|2[01]\\d{2}") ? number(word.text()) : 0;
  }

  private static List<Day> days(String text, int day, int month, int year) {
    return day >= 1 && day <= 31 && month >= 1 && month <= 12
        ? List.of(new Day(text, day, month, year))
        : List.of();
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
