package dev.headgate.guardrails.text;

import java.util.ArrayList;
import java.util.List;

/// A text cut into windows of a few sentences, so that what is buried in a long text does not drown
/// in it. Every part of a text is in a window. The number of windows is bounded: those of a very
/// long text are longer. Whoever reads the vectors of a text cuts it in this way, so that each
/// vector is made once.
public final class Windows {
  private static final int TARGET_CHARACTERS = 260;
  private static final int MAX_SENTENCE = 400;
  private static final int MAX_WINDOWS = 256;

  /// @param start in the text
  /// @param end exclusive
  public record Window(int start, int end) {
    /// What it holds, without the blanks around it.
    public String of(String text) {
      return text.substring(start, end).strip();
    }
  }

  private Windows() {}

  public static List<Window> of(String text) {
    // Two that follow each other are longer than the target together.
    var target = Math.max(TARGET_CHARACTERS, Math.ceilDiv(text.length(), MAX_WINDOWS / 2));
    var sentences = sentences(text);
    var windows = new ArrayList<Window>();
    for (int from = 0; from < sentences.size(); ) {
      var start = sentences.get(from).start();
      var to = from + 1;
      while (to < sentences.size() && sentences.get(to).end() - start <= target) {
        to++;
      }
      windows.add(new Window(start, sentences.get(to - 1).end()));
      from = to;
    }
    return windows;
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
