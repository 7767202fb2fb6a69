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
  /// @param unlisted folders whose content is not known: what is below them is not gone
  record Listing(
      List<SourceDocument> documents, List<FailedDocument> failed, List<String> unlisted) {
    public Listing {
      documents = List.copyOf(documents);
      failed = List.copyOf(failed);
      unlisted = List.copyOf(unlisted);
    }

    boolean mayStillHold(String document) {
      return unlisted.stream().anyMatch(folder -> document.startsWith(folder + "/"));
    }
  }
}
