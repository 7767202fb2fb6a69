package dev.headgate.evals.recordings;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What came of a replay, pair by pair.
public record RecordingReport(List<Outcome> outcomes) {
  public RecordingReport {
    outcomes = List.copyOf(outcomes);
  }

  /// How many pairs of a provider, or of all, came out how.
  ///
  /// @param relayed of those that passed, how many as bytes only
  public record Tally(int pairs, int passed, int failed, int relayed) {
    private static final Tally NONE = new Tally(0, 0, 0, 0);

    private Tally plus(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Passed(_, var bytes, _) ->
            new Tally(pairs + 1, passed + 1, failed, relayed + (bytes ? 1 : 0));
        case Outcome.Failed _ -> new Tally(pairs + 1, passed, failed + 1, relayed);
      };
    }
  }

  public boolean isPassed() {
    return failures().isEmpty();
  }

  public List<Outcome.Failed> failures() {
    return outcomes.stream()
        .filter(Outcome.Failed.class::isInstance)
        .map(Outcome.Failed.class::cast)
        .toList();
  }

  public Tally total() {
    var total = Tally.NONE;
    for (var outcome : outcomes) {
      total = total.plus(outcome);
    }
    return total;
  }

  public SortedMap<String, Tally> providers() {
    var providers = new TreeMap<String, Tally>();
    for (var outcome : outcomes) {
      providers.merge(
          outcome.recording().provider(),
          Tally.NONE.plus(outcome),
          (before, _) -> before.plus(outcome));
    }
    return providers;
  }

  /// Lines for a terminal.
  public String table() {
    var table = new StringBuilder();
    table.append(row("provider", "pairs", "passed", "failed", "relayed"));
    providers().forEach((name, tally) -> table.append(row(name, tally)));
    table.append(row("all", total()));
    for (var failure : failures()) {
      var recording = failure.recording();
      table.append(
          "%n%s %s %s: %s%n  %s%n"
              .formatted(
                  recording.id(),
                  recording.provider(),
                  recording.endpoint(),
                  failure.check(),
                  failure.why()));
    }
    var relayed = new StringBuilder();
    for (var outcome : outcomes) {
      if (outcome instanceof Outcome.Passed(var recording, var bytes, var note) && bytes) {
        relayed.append(
            "  %s %s %s: %s%n"
                .formatted(recording.id(), recording.provider(), recording.endpoint(), note));
      }
    }
    if (!relayed.isEmpty()) {
      table.append("%nrelayed, not translated:%n".formatted()).append(relayed);
    }
    return table.toString().stripTrailing();
  }

  /// One object: the totals, the providers, and every pair.
  public String json() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      write(json, total());
      json.writeObjectPropertyStart("providers");
      providers()
          .forEach((name, tally) -> {
            json.writeObjectPropertyStart(name);
            write(json, tally);
            json.writeEndObject();
          });
      json.writeEndObject();
      json.writeArrayPropertyStart("outcomes");
      outcomes.forEach(outcome -> write(json, outcome));
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Tally tally) {
    json.writeNumberProperty("pairs", tally.pairs());
    json.writeNumberProperty("passed", tally.passed());
    json.writeNumberProperty("failed", tally.failed());
    json.writeNumberProperty("relayed", tally.relayed());
  }

  private static void write(JsonGenerator json, Outcome outcome) {
    var recording = outcome.recording();
    json.writeStartObject();
    json.writeStringProperty("id", recording.id());
    json.writeStringProperty("provider", recording.provider());
    json.writeStringProperty("endpoint", recording.endpoint());
    switch (outcome) {
      case Outcome.Passed(_, var relayed, var note) -> {
        json.writeStringProperty("outcome", relayed ? "relayed" : "passed");
        json.writeStringProperty("note", note);
      }
      case Outcome.Failed(_, var check, var why) -> {
        json.writeStringProperty("outcome", "failed");
        json.writeStringProperty("check", check);
        json.writeStringProperty("why", why);
      }
    }
    json.writeEndObject();
  }

  private static String row(String name, Tally tally) {
    return row(
        name,
        Integer.toString(tally.pairs()),
        Integer.toString(tally.passed()),
        Integer.toString(tally.failed()),
        Integer.toString(tally.relayed()));
  }

  private static String row(
      String name, String pairs, String passed, String failed, String relayed) {
    return String.format(
        Locale.ROOT, "%-16s %6s %7s %7s %8s%n", name, pairs, passed, failed, relayed);
  }
}
