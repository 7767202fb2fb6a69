package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingAnswer.Vector;
import dev.headgate.kernel.embeddings.EmbeddingRequest;

/// One call for vectors between its dialect and the canonical form. Used only where bytes alone do
/// not do: for a provider of another format, or one that takes fewer inputs at once. Thread-safe.
public interface VectorTranslation {
  /// @throws dev.headgate.kernel.errors.CallFailed `INVALID_REQUEST` if it is none
  EmbeddingRequest request();

  /// The vector in the form that a request asks for: `float`, `base64`, or as it came.
  Vector inForm(String encoding, Vector vector);

  /// A whole answer in the dialect.
  byte[] whole(EmbeddingAnswer answer);

  /// A provider's error in the dialect.
  byte[] refusal(WireError error);
}
