package dev.headgate.guardrails.patterns;

import com.google.re2j.Pattern;
import dev.headgate.guardrails.text.Reading;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds what matches a pattern, in every way to read a text, and no more of it than is worth a
/// line.
///
/// @param name of the detector
public record Patterns(String name, List<Refused> refused) implements Detector {
  private static final int MAX_FINDINGS = 100;

  /// @param name what a match is, for verdicts and traces
  /// @param score how sure a match is, 0 to 1
  public record Refused(String name, Pattern pattern, double score) {}

  public Patterns {
    refused = List.copyOf(refused);
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
