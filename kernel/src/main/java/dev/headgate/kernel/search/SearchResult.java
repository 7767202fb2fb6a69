package dev.headgate.kernel.search;

import java.util.List;

/// Hits, best first.
///
/// @param collectionVersion names the exact content that was searched
/// @param steps wall time of each stage, in order
public record SearchResult(List<Hit> hits, String collectionVersion, List<Step> steps) {
  /// One stage.
  ///
  /// @param name of the stage: `embed`, `bm25`, `dense`, `fuse`
  public record Step(String name, long nanos) {}

  public SearchResult {
    hits = List.copyOf(hits);
    steps = List.copyOf(steps);
  }
}
