package dev.headgate.runtime.pipeline;

import java.util.List;

/// Texts for an embedding model that runs in this process.
///
/// @param user the caller's own user, empty if it named none
public record EmbeddingCall(
    Credentials credentials, String model, List<String> texts, String user) {
  public EmbeddingCall {
    texts = List.copyOf(texts);
  }
}
