package dev.headgate.guardrails.pii;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Dates and times; those that are talked of as a birthday are a kind of their own.
final class Dates {
  private static final String DAY = "(?:3[01]|[12]\\d|0?[1-9])";
  private static final String MONTH = "(?:1[0-2]|0?[1-9])";
  private static final String YEAR = "(?:\\d{4}|\\d{2})";
  private static final String NAME =
      "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
          + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
  private static final String TIME =
      "(?:[T ][0-2]\\d:[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?:Z|[+-][0-2]\\d:?[0-5]\\d)?)?";
  private static final Pattern NUMERIC =
      pattern(
          "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])" + TIME,
          "\\d{4}/" + MONTH + "/" + DAY,
          "\\d{4}-" + MONTH + "-" + DAY,
          MONTH + "/" + DAY + "/" + YEAR + TIME,
          DAY + "/" + MONTH + "/" + YEAR + TIME,
          MONTH + "-" + DAY + "-\\d{4}",
          DAY + "-" + MONTH + "-\\d{4}",
          DAY + "\\." + MONTH + "\\." + YEAR,
          DAY + "-" + NAME + "(?:-" + YEAR + ")?",
          DAY + "(?:st|nd|rd|th)? (?:of )?" + NAME + "(?:,? \\d{4})?");
  private static final Pattern WEAK = pattern(MONTH + "/\\d{4}", MONTH + "/\\d{2}");
  private static final Pattern NAMED =
      pattern(
          NAME + "-" + YEAR,
          NAME + "\\.? " + DAY + "(?:st|nd|rd|th)?(?:,? \\d{4})?",
          NAME + "\\.?,? \\d{4}");
  private static final Set<String> DAYS =
      Set.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final Set<String> BEFORE_A_YEAR =
      Set.of(
          "a", "in", "since", "from", "of", "year", "until", "by", "during", "between", "to", "and",
          "founded", "born", "on", "before", "after", "around", "circa");
  private static final List<String> BIRTH =
      List.of(
          "date of birth",
          "dob",
          "d.o.b",
          "born",
          "birthday",
          "birth date",
          "birthdate",
          "geboren",
          "geburtsdatum");
  private static final List<String> CONTEXT = List.of("date", "birthday");

  private Dates() {}

  private static Pattern pattern(String... shapes) {
    return Pattern.compile(
        "(?:" + String.join("|", shapes) + ")(?![A-Za-z0-9_])", Pattern.CASE_INSENSITIVE);
  }

  static boolean isDate(String text, int start, int end) {
    return NUMERIC.matcher(text).region(start, end).matches();
  }

  /// A date that begins with a number. Returns where it ends, 0 if there is none.
  static int number(String text, int start, int end, Found found) {
    var next = end < text.length() ? text.charAt(end) : ' ';
    var size = end - start;
    if (next == '/'
        || next == '-'
        || next == '.'
        || (size <= 2 && (next == ' ' || Character.isLetter(next)))) {
      var last = match(NUMERIC, text, start);
      if (last > 0) {
        add(start, last, .6, found);
        return last;
      }
      last = next == '/' ? match(WEAK, text, start) : 0;
      if (last > 0) {
        found.add("DATE_TIME", start, last, last - start > 5 ? .2 : .1, CONTEXT);
        return last;
      }
    }
    if (size == 4
        && (text.startsWith("19", start) || text.startsWith("20", start))
        && !(next == '/' || next == '-' || next == ':' || next == '%')
        && start > 2
        && text.charAt(start - 1) == ' '
        && BEFORE_A_YEAR.contains(wordBefore(text, start - 1))) {
      found.add("DATE_TIME", start, end, .5);
      return end;
    }
    return 0;
  }

  /// A date that begins with a word. Returns where it ends, 0 if there is none.
  static int word(String text, int start, int end, Found found) {
    var c = text.charAt(start) | 32;
    if ("jfmasondtw".indexOf(c) < 0) {
      return 0;
    }
    var next = end < text.length() ? text.charAt(end) : ' ';
    if (end - start >= 6
        && text.startsWith("day", end - 3)
        && DAYS.contains(text.substring(start, end).toLowerCase(Locale.ROOT))) {
      found.add("DATE_TIME", start, end, .5);
      return end;
    }
    if ((next != ' ' && next != '-' && next != '.' && next != ',') || end + 2 >= text.length()) {
      return 0;
    }
    if (!Character.isDigit(text.charAt(end + 1)) && !Character.isDigit(text.charAt(end + 2))) {
      return 0;
    }
    var last = match(NAMED, text, start);
    if (last > 0) {
      add(start, last, .6, found);
    }
    return last;
  }

  private static void add(int start, int end, double score, Found found) {
    found.add("DATE_TIME", start, end, score);
    if (found.near(start, end, BIRTH)) {
      found.add("DATE_OF_BIRTH", start, end, score + .1);
    }
  }

  private static int match(Pattern pattern, String text, int start) {
    var before = start == 0 ? ' ' : text.charAt(start - 1);
    if (Addresses.isWord(before) || before == '/') {
      return 0;
    }
    var matcher = pattern.matcher(text).region(start, text.length()).useTransparentBounds(true);
    return matcher.lookingAt() ? matcher.end() : 0;
  }

  private static String wordBefore(String text, int end) {
    var start = end;
    while (start > 0 && end - start < 10 && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, end).toLowerCase(Locale.ROOT);
  }
}
