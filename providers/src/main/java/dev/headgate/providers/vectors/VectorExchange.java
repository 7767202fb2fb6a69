package dev.headgate.providers.vectors;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.ProviderRefusal;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingAnswer.Vector;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.passing.BrokenJson;
import dev.headgate.providers.settled.SettledVectors;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A request for vectors in a provider's own format, and its answer. Thread-safe.
public final class VectorExchange {
  /// Longest answer that is read.
  static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final int BUFFER_BYTES = 16 * 1024;

  private final String provider;
  private final EmbeddingCodec codec;
  private final Wording wording;

  public VectorExchange(String provider, EmbeddingCodec codec, Wording wording) {
    this.provider = provider;
    this.codec = codec;
    this.wording = wording;
  }

  public EmbeddingCodec codec() {
    return codec;
  }

  /// Names of the hints that the provider is not told.
  public List<String> ignored(EmbeddingRequest request) {
    return SettledVectors.of(request, codec).ignored();
  }

  /// Sends one request and reads its answer: one vector an input, in order.
  public EmbeddingAnswer embed(Relay by, EmbeddingRequest request, Cancellation cancellation) {
    var settled = SettledVectors.of(request, codec).request();
    var wire = codec.writeRequest(settled, wording);
    var body = new RelayBody(JsonBytes.write(wire.body()), List.of(), wire.path(), Map.of());
    try (var answer = by.relay(Operation.EMBEDDINGS, body, cancellation)) {
      if (answer.status() >= 400) {
        throw refusal(by, answer);
      }
      var read = inOrder(read(answer), request.inputs().size());
      answer.finish();
      var counted = answer.inputTokens();
      return counted.isPresent() && read.usage().equals(Usage.NONE)
          ? new EmbeddingAnswer(
              read.responseModel(),
              read.vectors(),
              Usage.of(counted.getAsLong(), 0, 0, 0),
              read.extras())
          : read;
    }
  }

  private EmbeddingAnswer read(RelayedAnswer answer) {
    var bytes = bytes(answer, MAX_ANSWER_BYTES);
    if (bytes.length > MAX_ANSWER_BYTES) {
      throw malformed("an answer longer than " + MAX_ANSWER_BYTES + " bytes");
    }
    try {
      if (JsonBytes.read(bytes) instanceof Json.Obj object) {
        return codec.readAnswer(object);
      }
    } catch (JacksonException e) {
      throw BrokenJson.failure(provider, bytes, e);
    }
    throw malformed("something other than a JSON object");
  }

  // One byte more than wanted says that there is more.
  private static byte[] bytes(RelayedAnswer answer, int most) {
    var whole = new ByteArrayOutputStream(BUFFER_BYTES);
    var buffer = new byte[BUFFER_BYTES];
    for (var count = answer.read(buffer);
        count >= 0 && whole.size() <= most;
        count = answer.read(buffer)) {
      whole.write(buffer, 0, count);
    }
    return whole.toByteArray();
  }

  // A vector for another text than its own would be worse than none.
  private EmbeddingAnswer inOrder(EmbeddingAnswer answer, int inputs) {
    var vectors = answer.vectors();
    if (vectors.size() != inputs) {
      throw malformed("%d vectors for %d inputs".formatted(vectors.size(), inputs));
    }
    var ordered = new ArrayList<@Nullable Vector>();
    for (int i = 0; i < inputs; i++) {
      ordered.add(null);
    }
    for (var vector : vectors) {
      var index = vector.index();
      if (index < 0 || index >= inputs || ordered.set(index, vector) != null) {
        throw malformed("vectors of which it is not clear whose they are");
      }
    }
    var all = new ArrayList<Vector>(inputs);
    for (var vector : ordered) {
      if (vector != null) {
        all.add(vector);
      }
    }
    return new EmbeddingAnswer(answer.responseModel(), all, answer.usage(), answer.extras());
  }

  private CallFailed refusal(Relay by, RelayedAnswer answer) {
    byte[] body;
    try {
      body = bytes(answer, MAX_ERROR_BYTES);
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.CALL_CANCELLED) {
        return e;
      }
      // The status has arrived and says more than the rest of a body that has not.
      body = new byte[0];
    }
    var error = by.readError(answer.status(), body);
    var id = answer.requestId().isEmpty() ? "" : ", request id " + answer.requestId();
    var failed =
        new CallFailed(
            error.code(),
            "provider \"%s\" answered %d%s%s"
                .formatted(provider, answer.status(), id, advice(answer.status())),
            new ProviderRefusal(error));
    return answer.retryAfter().map(failed::retryAfter).orElse(failed);
  }

  private String advice(int status) {
    return switch (status) {
      case 401, 403 -> "; check the credentials of providers." + provider;
      case 404 -> "; check the model's name and providers." + provider + ".base-url";
      default -> "";
    };
  }

  private CallFailed malformed(String what) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "provider \"" + provider + "\" sent " + what);
  }
}
