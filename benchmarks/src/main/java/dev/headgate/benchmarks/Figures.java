package dev.headgate.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What a run has found, and the goals that this is held against; filled while the run goes on.
final class Figures {
  private final String run;
  private final SequencedMap<String, Double> figures = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Goal> goals = new ArrayList<>();

  Figures(String run) {
    this.run = run;
  }

  Figures add(String name, double value) {
    figures.put(name, value);
    return this;
  }

  Figures note(String note) {
    notes.add(note);
    return this;
  }

  Figures goal(Goal goal) {
    goals.add(goal);
    return this;
  }

  boolean isPassed() {
    return goals.stream().allMatch(Goal::isPassed);
  }

  /// A Markdown table, and a line for each goal.
  String toText() {
    var text = new StringBuilder("\n## ").append(run).append("\n\n| figure | value |\n|---|---|\n");
    figures.forEach((name, value) ->
        text.append("| ").append(name).append(" | ").append(Goal.number(value)).append(" |\n"));
    text.append('\n');
    notes.forEach(note -> text.append(note).append('\n'));
    goals.forEach(goal -> text.append(goal).append('\n'));
    return text.append(isPassed() ? "pass" : "missed").append('\n').toString();
  }

  /// One object on one line.
  String toJson() {
    return "{\"run\":%s,\"passed\":%b,\"figures\":{%s},\"notes\":[%s],\"goals\":[%s]}"
        .formatted(
            quoted(run),
            isPassed(),
            figures.entrySet().stream()
                .map(figure -> quoted(figure.getKey()) + ":" + json(figure.getValue()))
                .collect(Collectors.joining(",")),
            notes.stream().map(Figures::quoted).collect(Collectors.joining(",")),
            goals.stream().map(Figures::json).collect(Collectors.joining(",")));
  }

  private static String json(Goal goal) {
    return "{\"what\":%s,\"measured\":%s,\"%s\":%s,\"unit\":%s,\"passed\":%b}"
        .formatted(
            quoted(goal.what()),
            json(goal.measured()),
            goal.atMost() ? "atMost" : "atLeast",
            json(goal.limit()),
            quoted(goal.unit()),
            goal.isPassed());
  }

  private static String json(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
  }

  private static String quoted(String text) {
    var json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        default -> json.append(c < ' ' ? ' ' : c);
      }
    }
    return json.append('"').toString();
  }
}
