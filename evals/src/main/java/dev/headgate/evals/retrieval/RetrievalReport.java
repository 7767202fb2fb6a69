package dev.headgate.evals.retrieval;

import dev.headgate.kernel.search.SearchMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What an evaluation of retrieval found.
///
/// @param data name of the data set
/// @param ingest of the whole corpus
/// @param modes each way of searching
public record RetrievalReport(
    String data, int documents, int questions, Ingested ingest, Map<SearchMode, Measured> modes) {
  /// The corpus on its way into the index.
  public record Ingested(long chunks, double documentsPerSecond) {}

  /// One way of searching.
  ///
  /// @param millisPerQuestion mean wall time, embedding of the question included
  public record Measured(RankingScores scores, double millisPerQuestion) {}

  public RetrievalReport {
    modes = Collections.unmodifiableMap(new EnumMap<>(modes));
  }
}
