package dev.headgate.kernel.search;

import java.util.Optional;

/// Finds chunks in collections. Thread-safe.
public interface Retriever {
  /// Throws [dev.headgate.kernel.errors.CallFailed] with `COLLECTION_NOT_FOUND` for an unknown
  /// collection; a collection with nothing in it gives no hits.
  SearchResult search(SearchRequest request);

  /// The [SearchResult#collectionVersion] that a search would see now; empty if nobody can tell
  /// without searching.
  default Optional<String> version(String collection) {
    return Optional.empty();
  }
}
