package dev.headgate.providers.settled;

import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import java.util.List;

/// A request for vectors in which it is settled what becomes of the words that the format of its
/// provider does not have, by the rules of [Settled].
///
/// @param request without another dialect's words
/// @param ignored names of the hints that were left out
public record SettledVectors(EmbeddingRequest request, List<String> ignored) {
  public SettledVectors {
    ignored = List.copyOf(ignored);
  }

  /// @param format of the provider
  /// @throws CallFailed `UNSUPPORTED_PARAMETER`, naming a word that asks for something else
  public static SettledVectors of(EmbeddingRequest request, EmbeddingCodec format) {
    var ignored = new Ignored();
    var extras = RequestWords.ofVectors(request.extras(), format.dialect(), ignored).settle();
    return new SettledVectors(
        new EmbeddingRequest(
            request.model(),
            request.inputs(),
            request.dimension(),
            request.encoding(),
            request.purpose(),
            extras),
        ignored.names());
  }
}
