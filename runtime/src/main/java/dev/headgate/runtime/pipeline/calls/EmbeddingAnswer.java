package dev.headgate.runtime.pipeline.calls;

import java.util.List;

/// One vector a text, in order.
///
/// @param model the model that embedded, with its version
public record EmbeddingAnswer(
    String traceId, String model, List<float[]> vectors, long inputTokens) {
  public EmbeddingAnswer {
    vectors = List.copyOf(vectors);
  }
}
