package dev.headgate.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts a text into sentences and lines, in the same places whether it is whole or still being
/// written.
final class Sentences {
  /// A longer sentence is cut.
  static final int MAX_CHARACTERS = 1_000;

  // Of a sentence that has ended: a quote, a bracket, the numbers of documents.
  private static final String CLOSING = "\"')]}»”’*_";
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "fig", "approx", "cf", "al",
          "z.b", "bzw", "ca", "nr", "no");

  private static final int UNKNOWN = -1;

  private Sentences() {}

  /// A piece of a text, without the blanks around it.
  ///
  /// @param end exclusive
  record Range(int start, int end) {
    String of(String text) {
      return text.substring(start, end);
    }
  }

  static List<Range> of(String text) {
    var found = new ArrayList<Range>();
    for (int from = 0; from < text.length(); ) {
      var to = end(text, from, true);
      add(text, from, to, found);
      from = to;
    }
    return found;
  }

  /// Behind the last sentence that is whole; 0 if none is.
  static int wholeUntil(CharSequence text) {
    var whole = 0;
    for (var to = end(text, 0, false); to > 0; to = end(text, to, false)) {
      whole = to;
    }
    return whole;
  }

  private static void add(String text, int from, int to, List<Range> into) {
    var start = from;
    while (start < to && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    var end = to;
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (start < end) {
      into.add(new Range(start, end));
    }
  }

  // Behind the sentence that begins at a place, with the blanks that follow it in its line.
  private static int end(CharSequence text, int from, boolean isAll) {
    for (int i = from; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\n' || c == '。' || c == '！' || c == '？') {
        return i + 1;
      }
      if (c == '.' || c == '!' || c == '?') {
        var after = closed(text, i + 1, isAll);
        if (after == UNKNOWN) {
          return UNKNOWN;
        }
        if (after > i + 1 && isNext(text, after) && !(c == '.' && isAbbreviation(text, from, i))) {
          return after;
        }
      }
      if (i - from >= MAX_CHARACTERS && Character.isWhitespace(c)) {
        return i + 1;
      }
      if (i - from >= 2 * MAX_CHARACTERS && !Character.isHighSurrogate(c)) {
        return i + 1;
      }
    }
    return isAll ? text.length() : UNKNOWN;
  }

  // Behind what closes a sentence and the blanks in its line; the same place if there are none.
  private static int closed(CharSequence text, int from, boolean isAll) {
    var at = from;
    while (at < text.length() && CLOSING.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    while (true) {
      var blanks = at;
      while (blanks < text.length()
          && (text.charAt(blanks) == ' ' || text.charAt(blanks) == '\t')) {
        blanks++;
      }
      if (blanks == text.length()) {
        return isAll ? blanks : UNKNOWN;
      }
      if (text.charAt(blanks) != '[') {
        return blanks > at || text.charAt(blanks) == '\n' ? blanks : from;
      }
      var marker = marker(text, blanks + 1);
      if (marker == UNKNOWN) {
        return isAll ? blanks : UNKNOWN;
      }
      if (marker == 0) {
        return blanks > at ? blanks : from;
      }
      at = marker;
      if (at < text.length() && ".!?".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }

  // Behind the numbers of documents and their bracket; 0 if it is something else.
  private static int marker(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == ']' && i > from) {
        return i + 1;
      }
      if (!(c >= '0' && c <= '9') && c != ',' && c != ' ') {
        return 0;
      }
    }
    return UNKNOWN;
  }

  private static boolean isNext(CharSequence text, int at) {
    return at == text.length() || !Character.isLowerCase(text.charAt(at));
  }

  private static boolean isAbbreviation(CharSequence text, int from, int dot) {
    var start = dot;
    while (start > from
        && (Character.isLetterOrDigit(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
      start--;
    }
    var word = text.subSequence(start, dot).toString();
    if (word.length() == 1 && Character.isUpperCase(word.charAt(0)) && !word.equals("I")) {
      return true;
    }
    var isNumber = !word.isEmpty() && word.chars().allMatch(Character::isDigit);
    var beginsLine = text.subSequence(from, start).toString().isBlank();
    return (isNumber && beginsLine) || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }
}
