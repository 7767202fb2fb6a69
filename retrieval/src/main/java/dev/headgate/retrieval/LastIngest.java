package dev.headgate.retrieval;

import dev.headgate.retrieval.ingest.IngestSummary;
import dev.headgate.retrieval.ingest.IngestSummary.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The last ingest that ran to its end, as it is kept with the index.
///
/// @param at when it ended
/// @param failed number of documents that were not taken in
/// @param chunks embedded and indexed by it
public record LastIngest(Instant at, Changes changes, int failed, long chunks, Duration duration) {
  static Map<String, String> note(Instant at, IngestSummary summary) {
    var changes = summary.changes();
    return Map.of(
        "at", at.toString(),
        "added", Integer.toString(changes.added()),
        "unchanged", Integer.toString(changes.unchanged()),
        "updated", Integer.toString(changes.updated()),
        "removed", Integer.toString(changes.removed()),
        "failed", Integer.toString(summary.failed().size()),
        "chunks", Long.toString(summary.chunks()),
        "duration", summary.duration().toString());
  }

  static Optional<LastIngest> from(Map<String, String> note) {
    if (!note.containsKey("at")) {
      return Optional.empty();
    }
    return Optional.of(
        new LastIngest(
            Instant.parse(note.getOrDefault("at", "")),
            new Changes(
                number(note, "added"),
                number(note, "unchanged"),
                number(note, "updated"),
                number(note, "removed")),
            number(note, "failed"),
            number(note, "chunks"),
            Duration.parse(note.getOrDefault("duration", "PT0S"))));
  }

  private static int number(Map<String, String> note, String key) {
    return Integer.parseInt(note.getOrDefault(key, "0"));
  }
}
