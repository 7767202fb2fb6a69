package dev.headgate.kernel.embeddings;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts to be turned into vectors by a provider: what every dialect can be read into and written
/// from.
///
/// @param model the provider's own name of the model
/// @param dimension of the vectors; null leaves it to the provider
/// @param encoding of the vectors, such as `float` or `base64`; empty leaves it to the provider.
///   These two say the same numbers: a format without a word for one sends the other
/// @param purpose what the vectors are for, in the dialect's word; empty if the caller did not say
public record EmbeddingRequest(
    String model,
    List<Input> inputs,
    @Nullable Integer dimension,
    String encoding,
    String purpose,
    Extras extras) {
  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
  }

  /// The same for another name of the model.
  public EmbeddingRequest to(String other) {
    return new EmbeddingRequest(other, inputs, dimension, encoding, purpose, extras);
  }

  /// The same for some of its inputs.
  public EmbeddingRequest with(List<Input> some) {
    return new EmbeddingRequest(model, some, dimension, encoding, purpose, extras);
  }

  /// What becomes one vector.
  public sealed interface Input {
    record Words(String text) implements Input {}

    /// A text as the model's own tokens.
    record Tokens(List<Long> ids) implements Input {
      public Tokens {
        ids = List.copyOf(ids);
      }
    }

    /// Texts, images and more that become one vector together.
    record Mixed(List<Part> parts, Extras extras) implements Input {
      public Mixed {
        parts = List.copyOf(parts);
      }
    }
  }
}
