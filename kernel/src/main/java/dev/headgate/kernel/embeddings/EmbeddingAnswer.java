package dev.headgate.kernel.embeddings;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import java.util.List;

/// The vectors of an [EmbeddingRequest], as the provider sent them.
///
/// @param responseModel empty if the provider did not say
public record EmbeddingAnswer(
    String responseModel, List<Vector> vectors, Usage usage, Extras extras) {
  public EmbeddingAnswer {
    vectors = List.copyOf(vectors);
  }

  /// One vector.
  ///
  /// @param value an array of numbers, or a text of their little-endian 32-bit floats in base64
  public record Vector(int index, Json value, Extras extras) {}
}
