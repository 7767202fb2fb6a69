package dev.headgate.guardrails.injection;

import java.util.ArrayList;
import java.util.List;

/// A text cut into windows of a few sentences, so that an order that is buried in a long text does
/// not drown in it. Windows overlap by half; their number is bounded, and those of the beginning
/// and the end of a text that has more come first.
public final class Windows {
  private static final int TARGET_CHARACTERS = 260;
  private static final int MAX_SENTENCE = 400;
  private static final int MAX_WINDOWS = 64;

  /// @param start in the text
  /// @param end exclusive
  public record Window(int start, int end) {}

  private Windows() {}

  public static List<Window> of(String text) {
    var sentences = sentences(text);
    var windows = new ArrayList<Window>();
    var from = 0;
    while (from < sentences.size()) {
      var to = from;
      var start = sentences.get(from).start();
      while (to < sentences.size() && sentences.get(to).end() - start <= TARGET_CHARACTERS) {
        to++;
      }
      to = Math.max(to, from + 1);
      windows.add(new Window(start, sentences.get(to - 1).end()));
      if (to == sentences.size()) {
        break;
      }
      from = Math.max(from + 1, from + (to - from + 1) / 2);
    }
    return bounded(windows);
  }

  private static List<Window> bounded(List<Window> windows) {
    if (windows.size() <= MAX_WINDOWS) {
      return windows;
    }
    var kept = new ArrayList<>(windows.subList(0, MAX_WINDOWS / 2));
    kept.addAll(windows.subList(windows.size() - MAX_WINDOWS / 2, windows.size()));
    return kept;
  }

  private static List<Window> sentences(String text) {
    var found = new ArrayList<Window>();
    var start = 0;
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      var ends = c == '\n' || (".!?:;".indexOf(c) >= 0 && Character.isWhitespace(next)) || c == '。';
      var tooLong = i - start >= MAX_SENTENCE && Character.isWhitespace(c);
      if (ends || tooLong || i - start >= 2 * MAX_SENTENCE) {
        add(text, start, i + 1, found);
        start = i + 1;
      }
    }
    add(text, start, text.length(), found);
    return found;
  }

  private static void add(String text, int from, int to, List<Window> into) {
    if (!text.substring(from, to).isBlank()) {
      into.add(new Window(from, to));
    }
  }
}
