package dev.headgate.retrieval.ingest;

import dev.headgate.retrieval.index.IndexedDocument;

/// What became of one source document before it reaches the index.
sealed interface Preparation {
  record Prepared(IndexedDocument document) implements Preparation {}

  record Unchanged(String name) implements Preparation {}

  record Vanished(String name) implements Preparation {}

  record Failed(FailedDocument document) implements Preparation {}

  /// The run cannot go on, for example because the embedding model fails.
  record Broken(RuntimeException cause) implements Preparation {}
}
