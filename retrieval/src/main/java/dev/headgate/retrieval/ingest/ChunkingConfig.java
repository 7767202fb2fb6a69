package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.config.ConfigNode;

/// The `chunking` section of a collection.
///
/// @param minTokens a chunk ends at a heading once it has this many, in the vocabulary of the
///   embedding model
/// @param maxTokens no chunk has more
/// @param overlap share of a chunk that the next one repeats, 0 to 0.5
public record ChunkingConfig(int minTokens, int maxTokens, double overlap) {
  /// What a collection has without a `chunking` section.
  public static final ChunkingConfig DEFAULT = new ChunkingConfig(200, 400, 0.2);

  public ChunkingConfig {
    if (minTokens < 1 || maxTokens < minTokens || !(overlap >= 0 && overlap <= 0.5)) {
      throw new IllegalArgumentException(minTokens + ".." + maxTokens + ", overlap " + overlap);
    }
  }

  public static ChunkingConfig from(ConfigNode chunking) {
    var minTokens =
        chunking.integer(
            "min-tokens",
            DEFAULT.minTokens,
            1,
            100_000,
            "a chunk ends at a heading once it has this many tokens of the embedding model");
    var maxTokens =
        chunking.integer(
            "max-tokens",
            DEFAULT.maxTokens,
            1,
            100_000,
            "no chunk has more tokens; at least min-tokens, and the embedding model does not see what exceeds its own limit");
    var overlap =
        chunking.number(
            "overlap", DEFAULT.overlap, 0, 0.5, "share of a chunk that the next one repeats");
    if (maxTokens < minTokens) {
      chunking.problem("max-tokens", "max-tokens must not be below min-tokens");
      return DEFAULT;
    }
    return new ChunkingConfig(minTokens, maxTokens, overlap);
  }
}
