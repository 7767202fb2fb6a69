package dev.headgate.kernel.search;

import java.util.Collection;

/// A collection that lives as long as an evaluation; closing deletes it.
public interface TrialCollection extends AutoCloseable {
  /// Replaces the content; returns the number of chunks.
  long ingest(Collection<SourceText> texts);

  SearchResult search(String query, int limit, SearchMode mode);

  @Override
  void close();
}
