package dev.headgate.guardrails.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One way to read a text: as it stands, without what is hidden and disguised in it, or decoded.
/// Knows for every character where in the text it comes from.
public final class Reading {
  private static final int MAX_NORMALISED = 1_000_000;

  private final String text;
  private final int start;
  private final int end;

  // Of each character of `text`, where it stands in the original; null if all come from the span.
  private final int @Nullable [] origins;

  private Reading(String text, int start, int end, int @Nullable [] origins) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.origins = origins;
  }

  /// Every way in which a text is read: itself first, then only those that say something else.
  public static List<Reading> of(String text) {
    var all = new ArrayList<Reading>();
    all.add(plain(text));
    if (text.length() <= MAX_NORMALISED) {
      var shown = shown(text);
      if (!shown.text.equals(text)) {
        all.add(shown);
      }
      var hidden = tags(text);
      if (!hidden.isEmpty()) {
        all.add(new Reading(hidden, 0, text.length(), null));
      }
      for (var run : Encoded.find(shown.text)) {
        all.add(
            new Reading(run.decoded(), shown.origin(run.start()), shown.origin(run.end()), null));
      }
      Encoded.turned(text)
          .ifPresent(turned -> all.add(new Reading(turned, 0, text.length(), null)));
    }
    return all;
  }

  /// A text with its letters turned by 13 places, whether that reads like language or not.
  public static String turned(String text) {
    return Encoded.turn(text);
  }

  private static Reading plain(String text) {
    return new Reading(text, 0, text.length(), identity(text.length()));
  }

  /// The text as a reader sees it: compatible forms made one, look-alikes made Latin, invisible
  /// characters left out.
  private static Reading shown(String text) {
    if (isAscii(text)) {
      return plain(text);
    }
    var shown = new StringBuilder(text.length());
    var origins = new int[text.length() + 1];
    for (int i = 0; i < text.length(); ) {
      var c = text.codePointAt(i);
      var width = Character.charCount(c);
      if (Invisible.why(c) == Invisible.Why.NOT) {
        var form =
            c < 0x80
                ? Character.toString(c)
                : Normalizer.normalize(text.substring(i, i + width), Form.NFKC);
        var mixed = c >= 0x250 && isInMixedWord(text, i);
        for (int k = 0; k < form.length(); k++) {
          origins = shown.length() + 1 < origins.length ? origins : longer(origins);
          origins[shown.length()] = i;
          shown.append(mixed ? Lookalikes.latin(form.charAt(k)) : form.charAt(k));
        }
      }
      i += width;
    }
    origins[shown.length()] = text.length();
    return new Reading(shown.toString(), 0, text.length(), origins);
  }

  private static int[] longer(int[] origins) {
    return Arrays.copyOf(origins, origins.length * 2);
  }

  // Only so far as a word reaches that somebody could read.
  private static boolean isInMixedWord(String text, int at) {
    var from = at;
    while (from > 0 && at - from < 32 && Character.isLetter(text.charAt(from - 1))) {
      from--;
    }
    var to = at;
    while (to < text.length() && to - at < 32 && Character.isLetter(text.charAt(to))) {
      to++;
    }
    return Lookalikes.isMixed(text, from, to);
  }

  // Tag characters are ASCII that nobody sees.
  private static String tags(String text) {
    var hidden = new StringBuilder();
    text.codePoints()
        .filter(c -> c >= 0xE0020 && c < 0xE007F)
        .forEach(c -> hidden.append((char) (c - 0xE0000)));
    return hidden.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x80 || Invisible.why(c) != Invisible.Why.NOT) {
        return false;
      }
    }
    return true;
  }

  private static int[] identity(int length) {
    var identity = new int[length + 1];
    for (int i = 0; i <= length; i++) {
      identity[i] = i;
    }
    return identity;
  }

  public String text() {
    return text;
  }

  /// Where the original has what begins at `at` in this reading.
  public int origin(int at) {
    return origins == null ? start : origins[at];
  }

  /// Where the original has what ends at `at`, exclusive, in this reading.
  public int originOfEnd(int at) {
    return origins == null ? end : origins[at];
  }
}
