package dev.headgate.retrieval;

import org.jspecify.annotations.Nullable;

/// How a collection stands.
///
/// @param ingesting whether an ingest runs right now
/// @param lastIngest null if none has run to its end
public record CollectionStatus(
    String name, Content content, State state, boolean ingesting, @Nullable LastIngest lastIngest) {
  /// What is searched.
  ///
  /// @param version names the exact documents and settings; empty if there are none
  public record Content(String version, int documents, int chunks) {
    static final Content NOTHING = new Content("", 0, 0);
  }

  /// What an ingest would be good for.
  public enum State {
    /// Nothing was ever ingested.
    EMPTY,
    /// The first ingest has not run to its end: documents are missing.
    INCOMPLETE,
    /// Embedding model, chunking or analyzer have changed: the old index serves until an ingest has
    /// made a new one, by words alone if the model is another.
    OUTDATED,
    /// The index cannot be opened: nothing is found until an ingest has built it anew.
    DAMAGED,
    READY
  }
}
