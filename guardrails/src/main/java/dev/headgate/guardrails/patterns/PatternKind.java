package dev.headgate.guardrails.patterns;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headgate.guardrails.text.Reading;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Patterns that a text must not match, in RE2's syntax. Disguised text is matched as it reads.
public final class PatternKind implements DetectorKind {
  private static final String NAME = "patterns";
  private static final int MAX_FINDINGS = 100;

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
    return new Patterns(refused.stream().flatMap(Optional::stream).toList());
  }

  private Optional<Refused> refused(ConfigNode refused) {
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
      return Optional.of(new Refused(name, Pattern.compile(pattern), score));
    } catch (PatternSyntaxException e) {
      refused.problem(
          "pattern",
          "this is no pattern of RE2: %s; look-around and back references do not exist there"
              .formatted(e.getMessage()));
      return Optional.empty();
    }
  }

  private record Refused(String name, Pattern pattern, double score) {}

  private record Patterns(List<Refused> refused) implements Detector {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<Finding> find(String text) {
      var found = new ArrayList<Finding>();
      for (var reading : Reading.of(text)) {
        for (var one : refused) {
          var matcher = one.pattern().matcher(reading.text());
          while (found.size() < MAX_FINDINGS && matcher.find()) {
            found.add(
                new Finding(
                    one.name(),
                    reading.origin(matcher.start()),
                    Math.max(reading.origin(matcher.start()), reading.originOfEnd(matcher.end())),
                    one.score()));
          }
        }
      }
      return found.stream().distinct().sorted(Comparator.comparingInt(Finding::start)).toList();
    }
  }
}
