package dev.headgate.guardrails.heads;

import com.google.re2j.Pattern;
import java.util.List;

/// What the words of a window say beside its vector: one feature a pattern and one a list of words,
/// 1 if it is there, and three of its letters. The order is part of a pack. Immutable, thread-safe.
public final class Cues {
  private static final int OF_LETTERS = 3;

  private final List<Pattern> patterns;
  private final WordLists words;

  /// @param patterns in RE2's syntax, whatever the case of the letters
  /// @param words parted by blanks; one that ends in `*` stands for all that begin so, and an
  ///   underscore joins a phrase
  public Cues(List<String> patterns, List<String> words) {
    this.patterns = patterns.stream().map(it -> Pattern.compile("(?is)" + it)).toList();
    this.words = new WordLists(words);
  }

  /// The features of a window: its vector, then its cues.
  public float[] features(float[] vector, String window) {
    var count = vector.length + patterns.size() + words.count() + OF_LETTERS;
    var features = new float[count];
    System.arraycopy(vector, 0, features, 0, vector.length);
    var at = vector.length;
    for (var pattern : patterns) {
      features[at++] = pattern.matcher(window).find() ? 1 : 0;
    }
    if (words.count() > 0) {
      var found = words.in(window);
      for (int i = 0; i < words.count(); i++) {
        features[at++] = (found >>> i & 1) == 1 ? 1 : 0;
      }
    }
    letters(window, features, at);
    return features;
  }

  private static void letters(String window, float[] into, int at) {
    var letters = 0;
    var capitals = 0;
    var signs = 0;
    for (int i = 0; i < window.length(); i++) {
      var c = window.charAt(i);
      letters += Character.isLetter(c) ? 1 : 0;
      capitals += Character.isUpperCase(c) ? 1 : 0;
      signs += !Character.isLetterOrDigit(c) && !Character.isWhitespace(c) ? 1 : 0;
    }
    var length = Math.max(1, window.length());
    into[at] = letters == 0 ? 0 : (float) capitals / letters;
    into[at + 1] = (float) signs / length;
    into[at + 2] = Math.min(1f, length / 300f);
  }
}
