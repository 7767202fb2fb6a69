package dev.headgate.kernel.embeddings;

import java.util.List;

/// Turns texts into vectors of `float[dimension]`, L2-normalised. Thread-safe; concurrent callers
/// share the workers, and a vector does not depend on who else asks.
public interface EmbeddingModel {
  /// The name used in declarations, such as `bge-small-en-v1.5`.
  String name();

  /// Name and content hash of the weights; vectors of different versions never meet in one index.
  String version();

  int dimension();

  /// The longest text that is read whole, in tokens; longer text is cut.
  int maxTokens();

  /// Tokens of a text in this model's vocabulary, without the special ones.
  int countTokens(String text);

  /// One vector a text, in order.
  List<float[]> embed(List<String> texts, EmbeddingPurpose purpose);
}
