package dev.headgate.guardrails.heads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tells of which lists of words a text has one. A word that ends in `*` stands for all that begin
/// so, and an underscore joins a phrase of two or three. Looks each word up, so that long lists
/// cost no more than short ones. Immutable, thread-safe.
final class WordLists {
  private static final int MAX_LISTS = Long.SIZE;
  private static final int MAX_PHRASE = 3;

  private final int count;

  // A bit a list.
  private final Map<String, Long> whole = new HashMap<>();
  private final Map<String, Long> beginnings = new HashMap<>();
  private final int shortestBeginning;

  /// @param lists of words parted by blanks
  WordLists(List<String> lists) {
    if (lists.size() > MAX_LISTS) {
      throw new IllegalArgumentException("more than " + MAX_LISTS + " lists of words");
    }
    count = lists.size();
    for (int i = 0; i < count; i++) {
      for (var word : lists.get(i).split(" ", -1)) {
        var bit = 1L << i;
        if (word.endsWith("*")) {
          beginnings.merge(word.substring(0, word.length() - 1), bit, (a, b) -> a | b);
        } else {
          whole.merge(word.replace('_', ' '), bit, (a, b) -> a | b);
        }
      }
    }
    shortestBeginning =
        beginnings.keySet().stream().mapToInt(String::length).min().orElse(Integer.MAX_VALUE);
  }

  int count() {
    return count;
  }

  /// A bit for each list of which the text has a word, the first list's the lowest.
  long in(String text) {
    var words = words(text);
    var found = 0L;
    for (int i = 0; i < words.size(); i++) {
      var phrase = words.get(i);
      for (int end = shortestBeginning; end <= phrase.length(); end++) {
        found |= beginnings.getOrDefault(phrase.substring(0, end), 0L);
      }
      found |= whole.getOrDefault(phrase, 0L);
      for (int next = i + 1; next < Math.min(words.size(), i + MAX_PHRASE); next++) {
        phrase = phrase + ' ' + words.get(next);
        found |= whole.getOrDefault(phrase, 0L);
      }
    }
    return found;
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    var lower = text.toLowerCase(Locale.ROOT).replace('’', '\'');
    var start = -1;
    for (int i = 0; i <= lower.length(); i++) {
      var isWord =
          i < lower.length() && (Character.isLetterOrDigit(lower.charAt(i)) || isInside(lower, i));
      if (isWord && start < 0) {
        start = i;
      } else if (!isWord && start >= 0) {
        words.add(lower.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  // An apostrophe between letters belongs to the word.
  private static boolean isInside(String text, int at) {
    return text.charAt(at) == '\''
        && at > 0
        && at + 1 < text.length()
        && Character.isLetter(text.charAt(at - 1))
        && Character.isLetter(text.charAt(at + 1));
  }
}
