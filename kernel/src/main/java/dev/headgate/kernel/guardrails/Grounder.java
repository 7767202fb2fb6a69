package dev.headgate.kernel.guardrails;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.search.Chunk;
import java.util.List;

/// Judges what an answer says by the documents that it was made from. As a [Detector], which has no
/// documents, it finds every claim. Thread-safe.
public interface Grounder extends EmbeddingDetector {
  /// The score below which a claim is unsupported, 0 to 1.
  double unsupportedBelow();

  /// @param sources what the answer may rest on
  /// @param asked what the caller said: names in it are not strange in an answer
  /// @param threshold the score from which a claim is supported; between the two it is uncertain
  Grounding on(List<Chunk> sources, String asked, double threshold);

  @Override
  Grounder with(EmbeddingModel model);
}
