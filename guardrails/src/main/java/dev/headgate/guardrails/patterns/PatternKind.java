package dev.headgate.guardrails.patterns;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import java.util.Optional;

/// Patterns that a text must not match, in RE2's syntax. Disguised text is matched as it reads.
public final class PatternKind implements DetectorKind {
  private static final String NAME = "patterns";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Patterns that a text must not match";
  }

  @Override
  public Detector read(ConfigNode section) {
    var refused =
        section.list("refused", "The patterns, each with the name of what it finds", this::refused);
    if (refused.isEmpty() && !section.isDescribing()) {
      section.problem("refused", "no pattern is refused; add \"refused: [{name: …, pattern: …}]\"");
    }
    return new Patterns(NAME, refused.stream().flatMap(Optional::stream).toList());
  }

  private Optional<Patterns.Refused> refused(ConfigNode refused) {
    var name = refused.requireName("name", "What it finds, for verdicts and traces");
    var pattern =
        refused.requireText(
            "pattern",
            "A regular expression in RE2's syntax; \"(?i)\" at its beginning ignores the case");
    var score = refused.number("score", 1, 0, 1, "How sure a match is");
    if (refused.isDescribing()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Patterns.Refused(name, Pattern.compile(pattern), score));
    } catch (PatternSyntaxException e) {
      refused.problem(
          "pattern",
          "this is no pattern of RE2: %s; look-around and back references do not exist there"
              .formatted(e.getMessage()));
      return Optional.empty();
    }
  }
}
