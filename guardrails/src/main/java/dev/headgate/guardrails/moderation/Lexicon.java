package dev.headgate.guardrails.moderation;

import com.google.re2j.Pattern;
import dev.headgate.guardrails.patterns.Patterns;
import dev.headgate.guardrails.patterns.Patterns.Refused;

/// Abuse that its words alone give away, and where they stand.
public final class Lexicon {
  private Lexicon() {}

  /// Finds it in texts.
  ///
  /// @param name of the detector
  public static Patterns of(String name) {
    return new Patterns(name, Lines.of("toxic.txt").stream().map(Lexicon::refused).toList());
  }

  private static Refused refused(String line) {
    var end = line.indexOf(' ');
    var pattern = Pattern.compile("(?i)" + line.substring(end).strip());
    return new Refused(
        Category.TOXIC.written(), pattern, Double.parseDouble(line.substring(0, end)));
  }
}
