package dev.headgate.inference.embeddings;

/// How the vectors of a text's tokens become one vector.
public enum Pooling {
  /// The vector of the first token, as BGE is trained.
  CLS,
  /// The mean over all tokens, as MiniLM is trained.
  MEAN
}
