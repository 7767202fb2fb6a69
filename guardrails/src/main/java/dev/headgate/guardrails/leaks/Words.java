package dev.headgate.guardrails.leaks;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;

/// The words of a text as they are compared: letters and digits, whatever their case and whatever
/// stands between them. Where a script writes no spaces, every character is a word.
final class Words {
  private static final int FIRST_ROOM = 64;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long[] hashes = new long[FIRST_ROOM];
  private int[] starts = new int[FIRST_ROOM];
  private int[] ends = new int[FIRST_ROOM];
  private int count;

  private Words() {}

  /// @param most words; those behind them are left out
  static Words of(String text, int most) {
    var words = new Words();
    var from = -1;
    var hash = FNV_OFFSET;
    for (int i = 0; i < text.length() && words.count < most; ) {
      var c = text.codePointAt(i);
      var next = i + Character.charCount(c);
      if (Character.isLetterOrDigit(c)) {
        if (isWordAlone(c)) {
          words.end(from, i, hash);
          words.end(i, next, grown(FNV_OFFSET, c));
          from = -1;
        } else {
          hash = grown(from < 0 ? FNV_OFFSET : hash, Character.toLowerCase(c));
          from = from < 0 ? i : from;
        }
      } else if (from >= 0 && !isWithinWord(c)) {
        words.end(from, i, hash);
        from = -1;
      }
      i = c == '\\' && isEscaped(text, next) ? next + 1 : next;
    }
    words.end(from, text.length(), hash);
    return words;
  }

  // Fowler, Noll and Vo's FNV-1a with 64 bits, over code points.
  private static long grown(long hash, int c) {
    return (hash ^ c) * FNV_PRIME;
  }

  // As a line break is written within a text of JSON.
  private static boolean isEscaped(String text, int at) {
    return at < text.length() && "nrt".indexOf(text.charAt(at)) >= 0;
  }

  private static boolean isWithinWord(int c) {
    return c == '\'' || c == '’' || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean isWordAlone(int c) {
    if (c < 0x0E00) {
      return false;
    }
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  private void end(int from, int to, long hash) {
    if (from < 0) {
      return;
    }
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    hashes[count] = hash;
    starts[count] = from;
    ends[count++] = to;
  }

  int count() {
    return count;
  }

  int start(int word) {
    return starts[word];
  }

  /// Exclusive.
  int end(int word) {
    return ends[word];
  }

  /// One number for some words that follow each other.
  long run(int from, int length) {
    var run = 1L;
    for (int i = from; i < from + length; i++) {
      run = (run ^ hashes[i]) * 0x9E3779B97F4A7C15L;
      run ^= run >>> 29;
    }
    return run;
  }
}
