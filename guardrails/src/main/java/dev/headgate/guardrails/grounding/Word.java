package dev.headgate.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A word or a number of a text.
///
/// @param lower in lower case
/// @param stem without the endings of its forms
/// @param isCapital whether it begins with a capital letter
/// @param isFirst whether it begins the text, or a part of it behind a colon
record Word(String text, String lower, String stem, boolean isCapital, boolean isFirst) {
  private static final Set<String> EMPTY =
      Set.of(
          "a", "an", "the", "and", "or", "but", "if", "of", "to", "in", "on", "at", "by", "for",
          "with", "from", "as", "is", "are", "was", "were", "be", "been", "being", "am", "it",
          "its", "this", "that", "these", "those", "there", "here", "he", "she", "they", "them",
          "their", "his", "her", "we", "our", "you", "your", "i", "my", "me", "do", "does", "did",
          "have", "has", "had", "will", "would", "can", "could", "should", "may", "might", "must",
          "shall", "not", "no", "nor", "so", "than", "then", "too", "very", "just", "also", "which",
          "who", "whom", "whose", "what", "when", "where", "why", "how", "into", "about", "over",
          "such", "s", "t", "yes", "well", "oh", "some", "any", "all", "each", "both", "more",
          "most", "other", "up", "out", "while", "because", "however", "one", "der", "die", "das",
          "und", "ist", "sind", "ein", "eine", "nicht", "von", "zu", "mit", "den", "dem", "des",
          "im", "auf", "für", "es", "sie", "er", "wir", "ich", "auch", "oder", "wird", "werden");

  /// Whether it says something by itself.
  boolean hasMeaning() {
    return !EMPTY.contains(lower);
  }

  boolean hasDigit() {
    return text.chars().anyMatch(Character::isDigit);
  }

  static List<Word> of(String text) {
    var words = new ArrayList<Word>();
    var isFirst = true;
    for (int i = 0; i < text.length(); ) {
      var c = text.charAt(i);
      if (!isPart(c)) {
        isFirst |=
            c == ':' || c == '.' || c == '!' || c == '?' || c == '\n' || c == '"' || c == '“';
        i++;
        continue;
      }
      var end = i + 1;
      while (end < text.length()
          && (isPart(text.charAt(end)) || (joins(text, end) && end + 1 < text.length()))) {
        end++;
      }
      words.add(word(text.substring(i, end), isFirst));
      isFirst = false;
      i = end;
    }
    return words;
  }

  private static Word word(String text, boolean isFirst) {
    var lower = text.toLowerCase(Locale.ROOT).replace('’', '\'');
    return new Word(text, lower, stem(lower), Character.isUpperCase(text.charAt(0)), isFirst);
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  // Within a number, or an apostrophe within a word.
  private static boolean joins(String text, int at) {
    var c = text.charAt(at);
    if (at == 0 || at + 1 >= text.length()) {
      return false;
    }
    var before = text.charAt(at - 1);
    var next = text.charAt(at + 1);
    if (c == '\'' || c == '’') {
      return Character.isLetter(before) && Character.isLetter(next);
    }
    return ".,:-/".indexOf(c) >= 0 && Character.isDigit(before) && Character.isDigit(next);
  }

  private static String stem(String lower) {
    var word = lower.endsWith("'s") ? lower.substring(0, lower.length() - 2) : lower;
    var length = word.length();
    if (length > 0 && Character.isDigit(word.charAt(0))) {
      return word;
    }
    if (length > 4 && (word.endsWith("ies") || word.endsWith("ied"))) {
      return word.substring(0, length - 3) + "y";
    }
    if (length > 5 && word.endsWith("ing")) {
      return bare(word.substring(0, length - 3));
    }
    if (length > 4 && word.endsWith("ed")) {
      return bare(word.substring(0, length - 2));
    }
    if (length > 4 && word.endsWith("ly")) {
      return bare(word.substring(0, length - 2));
    }
    if (length > 4 && word.endsWith("es")) {
      return bare(word.substring(0, length - 2));
    }
    if (length > 3 && word.endsWith("s") && !word.endsWith("ss")) {
      return bare(word.substring(0, length - 1));
    }
    return bare(word);
  }

  // Without a mute e, and without the letter that was doubled before an ending.
  private static String bare(String word) {
    var length = word.length();
    if (length > 3 && word.endsWith("e")) {
      return word.substring(0, length - 1);
    }
    return length > 3
            && word.charAt(length - 1) == word.charAt(length - 2)
            && "bdgmnprt".indexOf(word.charAt(length - 1)) >= 0
        ? word.substring(0, length - 1)
        : word;
  }
}
