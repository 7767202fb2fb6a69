package dev.headgate.kernel.dialects;

import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.json.Json;

/// One wire format in which texts are turned into vectors, in both directions. Stateless,
/// thread-safe. Nothing is lost on the way, as in [ChatCodec].
public interface EmbeddingCodec extends ErrorCodec {
  /// Such as `openai` or `gemini-batch`: a dialect may have several formats.
  String name();

  /// @throws dev.headgate.kernel.errors.CallFailed `INVALID_REQUEST`, naming the part to blame
  EmbeddingRequest readRequest(WireRequest request);

  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_PARAMETER`, naming the part that
  ///   this format has no word for
  WireRequest writeRequest(EmbeddingRequest request, Wording wording);

  /// @throws dev.headgate.kernel.errors.CallFailed `PROVIDER_MALFORMED` if it is no answer
  EmbeddingAnswer readAnswer(Json.Obj answer);

  Json.Obj writeAnswer(EmbeddingAnswer answer);
}
