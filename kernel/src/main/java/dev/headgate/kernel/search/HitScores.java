package dev.headgate.kernel.search;

import org.jspecify.annotations.Nullable;

/// What each stage of a search thought of a chunk; null where the stage did not find it.
///
/// @param bm25 Lucene's BM25 score
/// @param dense cosine of query and chunk
/// @param fused min-max normalised weighted sum, 0 to 1: the order of hits
public record HitScores(@Nullable Double bm25, @Nullable Double dense, double fused) {}
