package dev.headgate.retrieval.ingest;

import java.util.Locale;
import java.util.Set;

/// Cuts prose into sentences in one pass. A sentence keeps the white space after it, so that
/// sentences put side by side are the text.
final class Sentences {
  private static final String ENDS = ".!?…";
  private static final String FULL_WIDTH_ENDS = "。！？";
  private static final String CLOSERS = "\"')]}»”’";
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "e.g", "i.e", "vs", "cf", "etc", "al", "mr", "mrs", "ms", "dr", "prof", "st", "no", "fig",
          "eq", "sec", "ch", "vol", "pp", "approx", "inc", "ltd", "co", "corp", "jr", "sr");

  private static final int MAX_ABBREVIATION = 6;

  private Sentences() {}

  /// The end, exclusive, of the sentence that begins at `start`. Passes over each run of ends or
  /// white space once, however long it is.
  static int endOfSentence(String text, int start, int limit) {
    for (int i = start; i < limit; i++) {
      var c = text.charAt(i);
      if (FULL_WIDTH_ENDS.indexOf(c) >= 0) {
        return skipSpace(text, skipClosers(text, i + 1, limit), limit);
      }
      if (ENDS.indexOf(c) >= 0) {
        var after = skipClosers(text, i + 1, limit);
        var next = skipSpace(text, after, limit);
        if (next > after && next < limit && begins(text, next) && ends(text, start, i, after)) {
          return next;
        }
        i = after - 1;
      } else if (c == '\n') {
        var next = skipSpace(text, i, limit);
        if (next < limit && isListMark(text, next, limit)) {
          return next;
        }
        i = next - 1;
      }
    }
    return limit;
  }

  private static int skipClosers(String text, int from, int limit) {
    var i = from;
    while (i < limit
        && (CLOSERS.indexOf(text.charAt(i)) >= 0 || ENDS.indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    return i;
  }

  private static int skipSpace(String text, int from, int limit) {
    var i = from;
    while (i < limit && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean begins(String text, int at) {
    return !Character.isLowerCase(text.codePointAt(at));
  }

  /// Whether any of the marks in `from..to` is more than the period of an abbreviation.
  private static boolean ends(String text, int start, int from, int to) {
    for (int i = from; i < to; i++) {
      if (ENDS.indexOf(text.charAt(i)) >= 0 && !abbreviates(text, start, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean abbreviates(String text, int start, int period) {
    if (text.charAt(period) != '.') {
      return false;
    }
    var wordStart = period;
    while (wordStart > start
        && period - wordStart <= MAX_ABBREVIATION
        && (Character.isLetter(text.charAt(wordStart - 1)) || text.charAt(wordStart - 1) == '.')) {
      wordStart--;
    }
    var length = period - wordStart;
    // A single capital letter is an initial: "J. Smith".
    return (length == 1 && Character.isUpperCase(text.charAt(wordStart)))
        || (length <= MAX_ABBREVIATION
            && ABBREVIATIONS.contains(text.substring(wordStart, period).toLowerCase(Locale.ROOT)));
  }

  private static boolean isListMark(String text, int at, int limit) {
    return at + 1 < limit
        && "-*•+".indexOf(text.charAt(at)) >= 0
        && Character.isWhitespace(text.charAt(at + 1));
  }
}
