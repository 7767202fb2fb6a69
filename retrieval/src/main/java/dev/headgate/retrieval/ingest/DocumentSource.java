package dev.headgate.retrieval.ingest;

import java.util.List;

/// Lists everything that a collection is made of.
public interface DocumentSource {
  /// Throws [dev.headgate.kernel.errors.CallFailed] if a source as a whole is missing: an empty
  /// list would empty the collection.
  Listing list();

  /// What was found.
  ///
  /// @param failed found, but of no use
  record Listing(List<SourceDocument> documents, List<FailedDocument> failed) {
    public Listing {
      documents = List.copyOf(documents);
      failed = List.copyOf(failed);
    }
  }
}
