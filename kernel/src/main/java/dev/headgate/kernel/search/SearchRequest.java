package dev.headgate.kernel.search;

/// A question to a collection.
///
/// @param limit most hits
public record SearchRequest(String collection, String query, int limit, SearchMode mode) {
  public SearchRequest(String collection, String query, int limit) {
    this(collection, query, limit, SearchMode.HYBRID);
  }
}
