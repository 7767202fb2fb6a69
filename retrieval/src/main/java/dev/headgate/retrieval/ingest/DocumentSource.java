package dev.headgate.retrieval.ingest;

import java.util.List;
import java.util.Set;

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
      List<SourceDocument> documents, List<FailedDocument> failed, Set<String> unlisted) {
    public Listing {
      documents = List.copyOf(documents);
      failed = List.copyOf(failed);
      unlisted = Set.copyOf(unlisted);
    }

    boolean mayStillHold(String document) {
      for (int end = document.indexOf('/'); end >= 0; end = document.indexOf('/', end + 1)) {
        if (unlisted.contains(document.substring(0, end))) {
          return true;
        }
      }
      return false;
    }
  }
}
