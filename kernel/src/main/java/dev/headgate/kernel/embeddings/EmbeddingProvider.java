package dev.headgate.kernel.embeddings;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Dialect;
import java.util.List;

/// A provider that turns texts into vectors for callers of every dialect. Thread-safe.
public interface EmbeddingProvider {
  /// Whether the model takes the bytes of a call in this dialect as they are.
  boolean takes(Dialect dialect, String model);

  /// The most inputs that one request for a model may have, at least 1.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_OPERATION` for a model that is
  ///   known to make no vectors, or of which nobody knows how to ask it for them
  int maxInputs(String model);

  /// Sends one request and reads its answer: one vector an input, in order.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_PARAMETER` for what the provider
  ///   has no word for, and whatever ends a call to a provider
  EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation);

  /// Names of the hints without effect on the vectors that [#embed] leaves out of the request.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_PARAMETER`, as [#embed] does
  default List<String> ignored(EmbeddingRequest request) {
    return List.of();
  }
}
