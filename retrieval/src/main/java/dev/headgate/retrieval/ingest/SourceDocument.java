package dev.headgate.retrieval.ingest;

import java.util.Optional;

/// Something that can become a document.
public interface SourceDocument {
  /// Unique within the collection.
  String name();

  /// Empty if it has vanished since it was listed.
  Optional<RawDocument> read() throws DocumentRejected;
}
