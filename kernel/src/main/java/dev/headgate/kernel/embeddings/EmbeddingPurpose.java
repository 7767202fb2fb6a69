package dev.headgate.kernel.embeddings;

/// What a text is embedded for; asymmetric models treat a question and a passage differently.
public enum EmbeddingPurpose {
  QUERY,
  DOCUMENT
}
