package dev.headgate.runtime.features;

/// The `retrieval` section of a feature.
///
/// @param collection whose documents are searched
/// @param limit most chunks given to the tiers
/// @param maxContextTokens most tokens of chunks in a prompt, counted by the embedding model's
///   vocabulary
public record Retrieval(String collection, int limit, int maxContextTokens) {}
