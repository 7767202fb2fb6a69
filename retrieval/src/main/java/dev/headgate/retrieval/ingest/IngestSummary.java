package dev.headgate.retrieval.ingest;

import java.time.Duration;
import java.util.List;

/// What an ingest did.
///
/// @param changes documents by what became of them
/// @param failed each document that was not taken in; its last good version stays
/// @param chunks embedded and indexed by this ingest
/// @param collectionVersion of the content it left
public record IngestSummary(
    String collection,
    Changes changes,
    List<FailedDocument> failed,
    long chunks,
    Duration duration,
    String collectionVersion) {
  /// Counts of documents.
  public record Changes(int added, int unchanged, int updated, int removed) {}

  public IngestSummary {
    failed = List.copyOf(failed);
  }
}
