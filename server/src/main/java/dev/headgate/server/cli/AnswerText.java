package dev.headgate.server.cli;

import java.util.Locale;
import java.util.stream.Collectors;

/// What stands behind a feature's answer, for a reader.
final class AnswerText {
  private AnswerText() {}

  /// Citations, confidence, tier, times and trace, a line each.
  static String origin(JsonObject answer) {
    var text = new StringBuilder();
    var number = 1;
    for (var citation : answer.objects("citations")) {
      text.append(
          "  [%d] %s, characters %d to %d\n      \"%s\"\n"
              .formatted(
                  number++,
                  citation.string("document"),
                  citation.integer("start"),
                  citation.integer("end"),
                  citation.string("quote").strip().replace("\n", "\n       ")));
    }
    var confidence = answer.number("confidence");
    text.append("  confidence  ")
        .append(confidence.isPresent() ? decimals(confidence.getAsDouble(), 3) : "not measured")
        .append("\n  tier        ")
        .append(answer.string("tier"))
        .append("\n  steps       ")
        .append(steps(answer))
        .append("\n  trace       ")
        .append(answer.string("trace_id"));
    return text.toString();
  }

  /// Milliseconds by step.
  static String steps(JsonObject answer) {
    return answer.objects("steps").stream()
        .map(step -> step.string("name") + " " + decimals(step.number("ms").orElse(0), 1) + " ms")
        .collect(Collectors.joining(", "));
  }

  static String decimals(double value, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
