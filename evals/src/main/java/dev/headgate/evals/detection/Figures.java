package dev.headgate.evals.detection;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a report says: lines for a terminal, or one JSON object.
///
/// @param detector what was measured
/// @param counted what was counted, in words
/// @param counts the same, by their keys in JSON
/// @param figures in order
/// @param accuracyBySource empty where there is none
public record Figures(
    String detector,
    String counted,
    SequencedMap<String, Long> counts,
    List<Figure> figures,
    Map<String, Double> accuracyBySource) {
  /// One of them.
  ///
  /// @param name for people
  /// @param key in JSON
  /// @param value NaN if it cannot be told
  public record Figure(String name, String key, double value) {}

  public Figures {
    figures = List.copyOf(figures);
  }

  /// Lines for a terminal.
  public String table() {
    var table = new StringBuilder(detector + ": " + counted + System.lineSeparator());
    for (var figure : figures) {
      table.append(String.format(Locale.ROOT, "  %-36s %8.4f%n", figure.name, figure.value));
    }
    accuracyBySource.forEach((source, value) ->
        table.append(
            String.format(
                Locale.ROOT,
                "  accuracy of %-24s %8.4f%n",
                source.isEmpty() ? "(no source)" : source,
                value)));
    return table.toString();
  }

  /// One object with all of it; what cannot be told is null.
  public String json() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("detector", detector);
      counts.forEach(json::writeNumberProperty);
      for (var figure : figures) {
        number(json, figure.key, figure.value);
      }
      if (!accuracyBySource.isEmpty()) {
        json.writeObjectPropertyStart("accuracy_by_source");
        accuracyBySource.forEach((source, value) -> number(json, source, value));
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void number(JsonGenerator json, String name, double value) {
    json.writeName(name);
    if (Double.isNaN(value)) {
      json.writeNull();
    } else {
      json.writeNumber(Math.round(value * 1e4) / 1e4);
    }
  }
}
