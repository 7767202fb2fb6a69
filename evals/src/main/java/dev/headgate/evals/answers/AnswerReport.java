package dev.headgate.evals.answers;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What an evaluation of answers found.
public record AnswerReport(String title, List<Measure> measures) {
  public AnswerReport {
    measures = List.copyOf(measures);
  }

  /// The value of a measure. Throws `IllegalArgumentException` if there is none of that name.
  public double value(String name) {
    return measures.stream()
        .filter(measure -> measure.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no measure " + name))
        .value();
  }

  /// Lines for a terminal.
  public String table() {
    var table = new StringBuilder(title).append('\n');
    for (var measure : measures) {
      table.append(
          String.format(
              Locale.ROOT,
              "  %-32s %10.{decimals}f  %s%n".replace("{decimals}", "" + measure.decimals()),
              measure.name(),
              measure.value(),
              measure.meaning()));
    }
    return table.toString();
  }

  /// One object with a number for each measure.
  public String json() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("title", title);
      for (var measure : measures) {
        if (measure.decimals() == 0) {
          json.writeNumberProperty(measure.name(), (long) measure.value());
        } else {
          json.writeNumberProperty(measure.name(), measure.value());
        }
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
