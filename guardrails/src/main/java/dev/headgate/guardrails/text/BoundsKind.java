package dev.headgate.guardrails.text;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import java.util.List;

/// How long a text may be, and of what shape.
public final class BoundsKind implements DetectorKind {
  private static final int MOST = 10_000_000;

  @Override
  public String name() {
    return "bounds";
  }

  @Override
  public String doc() {
    return "How long a text may be, and of what shape";
  }

  @Override
  public Detector read(ConfigNode section) {
    return new Bounds(
        section.integer("max-characters", 20_000, 1, MOST, "Most characters of one text"),
        section.integer("max-lines", 2_000, 1, MOST, "Most lines of one text"),
        section.integer(
            "max-word-characters",
            4_000,
            1,
            MOST,
            "Most characters without a space between them, in scripts that write spaces"),
        section.integer("max-repeats", 400, 1, MOST, "How often one character may follow itself"));
  }

  private record Bounds(int maxCharacters, int maxLines, int maxWord, int maxRepeats)
      implements Detector {
    @Override
    public String name() {
      return "bounds";
    }

    @Override
    public List<Finding> find(String text) {
      if (text.length() > maxCharacters) {
        return List.of(new Finding("too-long", maxCharacters, text.length(), 1));
      }
      var lines = 1;
      var word = 0;
      var repeats = 0;
      var last = '\0';
      for (int i = 0; i < text.length(); i++) {
        var c = text.charAt(i);
        lines += c == '\n' ? 1 : 0;
        word = Character.isWhitespace(c) || Character.isIdeographic(c) ? 0 : word + 1;
        repeats = c == last ? repeats + 1 : 1;
        last = c;
        if (lines > maxLines) {
          return List.of(new Finding("too-many-lines", i, text.length(), 1));
        }
        if (word > maxWord) {
          return List.of(new Finding("too-long-word", i + 1 - word, i + 1, 1));
        }
        if (repeats > maxRepeats) {
          return List.of(new Finding("repeated-character", i + 1 - repeats, i + 1, 1));
        }
      }
      return List.of();
    }
  }
}
