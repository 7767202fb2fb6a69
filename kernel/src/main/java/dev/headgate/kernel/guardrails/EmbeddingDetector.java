package dev.headgate.kernel.guardrails;

import dev.headgate.kernel.embeddings.EmbeddingModel;

/// A declared detector that judges vectors, and can find nothing until it was given its model.
public interface EmbeddingDetector extends Detector {
  /// The name of the model whose vectors it judges.
  String embedding();

  /// The same detector, ready. May take long: examples are embedded and learned here.
  Detector with(EmbeddingModel model);
}
