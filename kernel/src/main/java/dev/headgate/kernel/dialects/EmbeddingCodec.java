package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.json.Json;
import java.util.Optional;

/// One wire format in which texts are turned into vectors, in both directions. Stateless,
/// thread-safe. Nothing is lost on the way, as in [ChatCodec].
public interface EmbeddingCodec extends ErrorCodec {
  /// The most inputs that a request of any format may have.
  int MAX_INPUTS = 2048;

  /// Such as `openai` or `gemini-batch`: a dialect may have several formats.
  String name();

  /// Whose words the extras are that it reads and writes.
  Dialect dialect();

  /// @throws dev.headgate.kernel.errors.CallFailed `INVALID_REQUEST`, naming the part to blame
  EmbeddingRequest readRequest(WireRequest request);

  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_PARAMETER`, naming the part that
  ///   this format has no word for
  WireRequest writeRequest(EmbeddingRequest request, Wording wording);

  /// @throws dev.headgate.kernel.errors.CallFailed `PROVIDER_MALFORMED` if it is no answer
  EmbeddingAnswer readAnswer(Json.Obj answer);

  Json.Obj writeAnswer(EmbeddingAnswer answer);

  /// The dialect whose callers ask in this format; empty if nobody does.
  default Optional<Dialect> callers() {
    return Optional.empty();
  }

  /// The most inputs that one request for a model may have.
  default int maxInputs(String model) {
    return MAX_INPUTS;
  }
}
