package dev.headgate.kernel.search;

/// Finds chunks in collections. Thread-safe.
public interface Retriever {
  /// Throws [dev.headgate.kernel.errors.CallFailed] with `COLLECTION_NOT_FOUND` for an unknown
  /// collection; a collection with nothing in it gives no hits.
  SearchResult search(SearchRequest request);
}
