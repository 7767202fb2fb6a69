package dev.headgate.guardrails.pii;

import java.util.ArrayList;
import java.util.List;

/// The words and marks of a text, as the tagger sees them.
final class Words {
  private Words() {}

  /// @param start in UTF-16 units
  record Word(int start, int end, String text) {}

  static List<Word> of(String text) {
    var words = new ArrayList<Word>();
    var at = 0;
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c == '\n' || !Character.isWhitespace(c)) {
        var end = at + 1;
        if (isWord(c)) {
          while (end < text.length() && (isWord(text.charAt(end)) || joins(text, end))) {
            end++;
          }
        }
        words.add(new Word(at, end, text.substring(at, end)));
        at = end;
      } else {
        at++;
      }
    }
    return words;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate(c)
        || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  // Jean-Luc, O'Neill; but not Anna's
  private static boolean joins(String text, int at) {
    var c = text.charAt(at);
    if ((c != '-' && c != '\'' && c != '\u2019')
        || at + 1 >= text.length()
        || !isWord(text.charAt(at + 1))) {
      return false;
    }
    return c == '-'
        || !(text.charAt(at + 1) == 's'
            && (at + 2 >= text.length() || !isWord(text.charAt(at + 2))));
  }
}
