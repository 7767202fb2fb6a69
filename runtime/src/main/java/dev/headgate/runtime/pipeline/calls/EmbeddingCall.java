package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.runtime.access.Caller;
import java.util.List;

/// Texts for an embedding model that runs in this process.
///
/// @param requested the model's name as the caller wrote it
/// @param user the caller's own user, empty if it named none
public record EmbeddingCall(
    Caller caller,
    String requested,
    EmbeddingModel model,
    List<String> texts,
    Wanted wanted,
    String user) {
  /// @param dimensions that a vector must have, 0 for those of the model
  /// @param purpose what the vectors are for
  public record Wanted(int dimensions, EmbeddingPurpose purpose) {}

  public EmbeddingCall {
    texts = List.copyOf(texts);
  }
}
