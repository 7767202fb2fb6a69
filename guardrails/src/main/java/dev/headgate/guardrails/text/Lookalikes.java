package dev.headgate.guardrails.text;

import java.lang.Character.UnicodeScript;

/// Letters of other scripts that look like Latin ones. Source: the single-letter pairs of Unicode's
/// confusables that are drawn alike in common fonts.
final class Lookalikes {
  private static final String FROM = "АВЕЅІЈКМНОРСТХУаеорсухіјѕԁһԛԝɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαενι\u03f2ӏԌ";
  private static final String TO = "ABESIJKMHOPCTXYaeopcyxijsdhqwgABEZHIKMNOPTYXoaevicIG";

  static {
    if (FROM.length() != TO.length()) {
      throw new IllegalStateException(FROM.length() + " letters look like " + TO.length());
    }
  }

  private Lookalikes() {}

  /// The Latin letter that it looks like, or itself.
  static char latin(char c) {
    if (c < 0x250) {
      return c;
    }
    var at = FROM.indexOf(c);
    return at < 0 ? c : TO.charAt(at);
  }

  /// Whether a word has Latin letters and letters that only look so: no language writes that.
  static boolean isMixed(String text, int from, int to) {
    var latin = false;
    var disguised = false;
    for (int i = from; i < to; i++) {
      var c = text.charAt(i);
      if (c < 0x250) {
        latin |= Character.isLetter(c);
      } else if (latin(c) != c) {
        disguised = true;
      } else if (Character.isLetter(c) && UnicodeScript.of(c) != UnicodeScript.LATIN) {
        // A whole word of another script, with a Latin letter in it as a symbol.
        return false;
      }
    }
    return latin && disguised;
  }
}
