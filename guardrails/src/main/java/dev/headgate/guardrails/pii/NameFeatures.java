package dev.headgate.guardrails.pii;

import dev.headgate.guardrails.pii.Words.Word;
import java.util.List;
import java.util.Locale;

/// What the tagger knows of a word, as places in a table of weights.
final class NameFeatures {
  static final int COUNT = 38;
  static final int BUCKETS = 1 << 20;

  /// Of the table of lists that a word is on.
  static final int LISTED = 1 << 20;

  private final String[] lower;
  private final String[] shape;
  private final int[] words;
  private final int[] lists;
  // 1 if the text has no capital letters at all.
  private int small = 1;

  /// @param listed by [#slot], the lists that a word is on, a bit a list
  /// @param hideEvery one word in so many is taken as on no list; 0 for none. So is learned what to
  ///   do with names that are on none.
  NameFeatures(List<Word> sentence, byte[] listed, int hideEvery) {
    var size = sentence.size();
    lower = new String[size];
    shape = new String[size];
    words = new int[size];
    lists = new int[size];
    for (var i = 0; i < size; i++) {
      lower[i] = lower(sentence.get(i).text());
      shape[i] = shape(sentence.get(i).text());
      words[i] = lower[i].hashCode();
      small = shape[i].indexOf('X') < 0 ? small : 0;
      lists[i] =
          hideEvery > 0 && Math.floorMod(words[i] * 31 + size, hideEvery) == 0
              ? 0
              : listed[slot(lower[i])];
    }
  }

  int size() {
    return lower.length;
  }

  void fill(int i, int last, int beforeLast, int[] into) {
    var word = lower[i];
    var before = word(i - 1);
    var after = word(i + 1);
    var form = shape[i].hashCode();
    var n = 0;
    into[n++] = place(1, 0, 0);
    into[n++] = place(2, words[i], 0);
    into[n++] = place(3, form, 0);
    into[n++] = place(4, prefix(word, 2), 0);
    into[n++] = place(5, prefix(word, 3), 0);
    into[n++] = place(6, suffix(word, 2), 0);
    into[n++] = place(7, suffix(word, 3), 0);
    into[n++] = place(8, suffix(word, 4), 0);
    into[n++] = place(9, before, 0);
    into[n++] = place(10, after, 0);
    into[n++] = place(11, word(i - 2), before);
    into[n++] = place(12, after, word(i + 2));
    into[n++] = place(13, last, 0);
    into[n++] = place(14, last, beforeLast);
    into[n++] = place(15, last, words[i]);
    into[n++] = place(16, last, form);
    into[n++] = place(17, before, form);
    into[n++] = place(18, after, form);
    into[n++] = place(19, form(i - 1), form * 31 + form(i + 1));
    into[n++] = place(20, before, words[i]);
    into[n++] = place(21, words[i], after);
    into[n++] = place(22, last, before);
    into[n++] = place(23, last, after);
    into[n++] = place(24, word(i - 2), form);
    into[n++] = place(25, word(i - 3), before);
    into[n++] = place(26, word.length(), form);
    into[n++] = place(27, form(i + 1), form(i + 2));
    into[n++] = place(28, lists[i], form);
    into[n++] = place(29, lists[i], last);
    into[n++] = place(30, list(i - 1), lists[i]);
    into[n++] = place(31, lists[i], list(i + 1));
    into[n++] = place(32, before, lists[i]);
    into[n++] = place(33, lists[i], after);
    into[n++] = place(34, lists[i], small);
    into[n++] = place(35, list(i - 1) * 256 + list(i + 1), lists[i]);
    into[n++] = place(36, before, after);
    into[n++] = place(37, last * 31 + word(i - 2), before);
    into[n] = place(38, last * 31 + lists[i], form);
  }

  private int word(int i) {
    return i < 0 ? 11 : i >= words.length ? 13 : words[i];
  }

  private int list(int i) {
    return i < 0 || i >= lists.length ? 99 : lists[i];
  }

  /// Where in the table of lists a word in lower case stands.
  static int slot(String word) {
    return place(99, word.hashCode(), word.length()) & (LISTED - 1);
  }

  private int form(int i) {
    return i < 0 || i >= shape.length ? 17 : shape[i].hashCode();
  }

  private static int place(int kind, int a, int b) {
    var hash = kind * 0x9e3779b9 + a * 0x85ebca6b;
    hash = (hash ^ (hash >>> 15)) * 0xc2b2ae35 + b * 0x27d4eb2f;
    hash = (hash ^ (hash >>> 13)) * 0x165667b1;
    return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
  }

  private static int prefix(String word, int size) {
    return word.length() < size ? 0 : word.substring(0, size).hashCode();
  }

  private static int suffix(String word, int size) {
    return word.length() < size ? 0 : word.substring(word.length() - size).hashCode();
  }

  private static String lower(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return Character.isDigit(lower.charAt(0)) && lower.chars().allMatch(Character::isDigit)
        ? "0".repeat(Math.min(6, lower.length()))
        : lower;
  }

  private static String shape(String word) {
    var shape = new StringBuilder(4);
    var last = ' ';
    for (var i = 0; i < word.length(); i++) {
      var c = word.charAt(i);
      var kind =
          Character.isUpperCase(c)
              ? 'X'
              : Character.isDigit(c) ? 'd' : Character.isLetter(c) ? 'x' : c;
      if (kind != last || (kind == 'X' && shape.length() < 2)) {
        shape.append(kind);
      }
      last = kind;
    }
    return shape.toString();
  }
}
