package dev.headgate.kernel.search;

/// Which stages of a search decide.
public enum SearchMode {
  BM25,
  DENSE,
  /// Both, fused.
  HYBRID
}
