package dev.headgate.retrieval.search;

import dev.headgate.kernel.config.ConfigNode;

/// The `search` section of a collection.
///
/// @param alpha weight of the vectors in the fused score, 0 to 1; BM25 has the rest
/// @param candidates most chunks that each stage hands to the fusion
/// @param k1 of BM25: how soon repeating a word stops to help
/// @param b of BM25: how much long chunks are held back, 0 to 1
public record SearchConfig(double alpha, int candidates, double k1, double b) {
  /// What a collection has without a `search` section.
  public static final SearchConfig DEFAULT = new SearchConfig(0.5, 200, 1.2, 0.75);

  public static SearchConfig from(ConfigNode search) {
    return new SearchConfig(
        search.number(
            "alpha",
            DEFAULT.alpha,
            0,
            1,
            "weight of the vectors in the fused score; BM25 has the rest"),
        search.integer(
            "candidates",
            DEFAULT.candidates,
            1,
            10_000,
            "most chunks that each stage hands to the fusion"),
        search.number(
            "k1", DEFAULT.k1, 0, 10, "k1 of BM25: how soon repeating a word stops to help"),
        search.number("b", DEFAULT.b, 0, 1, "b of BM25: how much long chunks are held back"));
  }
}
