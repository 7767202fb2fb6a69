package dev.headgate.guardrails.text;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Stage;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a reader of a text does not see, or does not see as what it is.
public final class HiddenTextKind implements DetectorKind {
  private static final String NAME = "hidden-text";

  // A text full of them is as suspicious as one with so many.
  private static final int MAX_FINDINGS = 100;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Invisible and control characters, letters that look like others, and encoded text."
        + " Scores: 1 for Unicode tags, 0.9 for changes of direction, 0.8 for invisible"
        + " characters within words and control characters, 0.7 for words of mixed alphabets,"
        + " 0.6 for text in base64, hexadecimal or with turned letters, 0.3 for the rest";
  }

  @Override
  public Set<Stage> stages() {
    return EnumSet.of(Stage.INPUT, Stage.RETRIEVED, Stage.TOOL_RESULTS);
  }

  @Override
  public Detector read(ConfigNode section) {
    return detector();
  }

  static Detector detector() {
    return new HiddenText();
  }

  private static final class HiddenText implements Detector {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<Finding> find(String text) {
      var found = new ArrayList<Finding>();
      invisible(text, found);
      mixedWords(text, found);
      for (var run : Encoded.find(text)) {
        found.add(new Finding("encoded-text", run.start(), run.end(), 0.6));
      }
      if (Encoded.turned(text).isPresent()) {
        found.add(new Finding("encoded-text", 0, text.length(), 0.6));
      }
      found.sort(Comparator.comparingInt(Finding::start));
      return found;
    }

    private static void invisible(String text, List<Finding> found) {
      for (int i = 0; i < text.length() && found.size() < MAX_FINDINGS; ) {
        var c = text.codePointAt(i);
        var end = i + Character.charCount(c);
        var why = Invisible.why(c);
        if (why != Invisible.Why.NOT) {
          while (end < text.length() && Invisible.why(text.codePointAt(end)) == why) {
            end += Character.charCount(text.codePointAt(end));
          }
          if (!isFlag(text, i, why)) {
            found.add(new Finding(kind(why), i, end, score(text, i, end, why)));
          }
        }
        i = end;
      }
    }

    private static String kind(Invisible.Why why) {
      return switch (why) {
        case TAG -> "unicode-tags";
        case DIRECTION -> "direction-change";
        case CONTROL -> "control-character";
        case ZERO_WIDTH, VARIATION, NOT -> "invisible-character";
      };
    }

    // The flags of England, Scotland and Wales are spelled with tags.
    private static boolean isFlag(String text, int at, Invisible.Why why) {
      return why == Invisible.Why.TAG && at >= 2 && text.codePointAt(at - 2) == 0x1F3F4;
    }

    private static double score(String text, int from, int to, Invisible.Why why) {
      return switch (why) {
        case TAG -> 1;
        case DIRECTION -> 0.9;
        case CONTROL -> 0.8;
        case VARIATION -> to - from > 2 ? 1 : 0.3;
        case ZERO_WIDTH -> to - from > 4 || isWithinWord(text, from, to) ? 0.8 : 0.3;
        case NOT -> 0;
      };
    }

    // Persian, Indic scripts and emoji need joiners; Latin does not. A soft hyphen is no secret.
    private static boolean isWithinWord(String text, int from, int to) {
      return text.charAt(from) != '\u00AD'
          && from > 0
          && to < text.length()
          && isSpelledPlainly(text.charAt(from - 1))
          && isSpelledPlainly(text.charAt(to));
    }

    private static boolean isSpelledPlainly(char c) {
      if (!Character.isLetter(c)) {
        return false;
      }
      return switch (UnicodeScript.of(c)) {
        case LATIN, CYRILLIC, GREEK -> true;
        default -> false;
      };
    }

    private static void mixedWords(String text, List<Finding> found) {
      var from = -1;
      for (int i = 0; i <= text.length() && found.size() < MAX_FINDINGS; i++) {
        var isLetter = i < text.length() && Character.isLetter(text.charAt(i));
        if (isLetter && from < 0) {
          from = i;
        } else if (!isLetter && from >= 0) {
          if (Lookalikes.isMixed(text, from, i)) {
            found.add(new Finding("mixed-alphabets", from, i, 0.7));
          }
          from = -1;
        }
      }
    }
  }
}
