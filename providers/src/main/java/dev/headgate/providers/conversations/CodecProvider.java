package dev.headgate.providers.conversations;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.TokenCounter;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingProvider;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.http.HttpAnswer;
import dev.headgate.providers.http.RequestBody;
import dev.headgate.providers.http.RequestHead;
import dev.headgate.providers.http.RetryAfter;
import dev.headgate.providers.http.Upstream;
import dev.headgate.providers.passing.BrokenJson;
import dev.headgate.providers.vectors.VectorExchange;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/// A provider that is asked through a codec, and whose bytes can be passed on. Thread-safe; calls
/// that run when it is closed end by themselves.
public final class CodecProvider
    implements ChatModel, Relay, TokenCounter, EmbeddingProvider, AutoCloseable {
  /// Longest whole answer that is read.
  public static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final int BUFFER_BYTES = 4 * 1024;

  private final Door door;
  private final ChatCodec codec;
  private final Wording wording;
  private final Function<String, TokenBounds> bounds;
  private final Refusals refusals;
  private final Function<String, VectorExchange> vectors;
  private final Upstream upstream;
  private final InstantSource clock;

  /// Opens no connection yet.
  ///
  /// @param vectors in which format it is asked for vectors
  /// @param clock for a `Retry-After` that is a date
  public CodecProvider(
      Door door, ChatCodec codec, EmbeddingCodec vectors, Wording wording, InstantSource clock) {
    this(door, codec, _ -> vectors, wording, _ -> TokenBounds.UNKNOWN, clock);
  }

  /// The same where the model decides in which format it is asked for vectors.
  ///
  /// @param bounds what a model takes at most
  public CodecProvider(
      Door door,
      ChatCodec codec,
      Function<String, EmbeddingCodec> vectors,
      Wording wording,
      Function<String, TokenBounds> bounds,
      InstantSource clock) {
    this.door = door;
    this.codec = codec;
    this.vectors = vectors.andThen(format -> new VectorExchange(door.name(), format, wording));
    this.wording = wording;
    this.bounds = bounds;
    this.refusals = new Refusals(door.name());
    this.upstream = new Upstream(door.name(), door.endpoint(), door.connections());
    this.clock = clock;
  }

  public ChatCodec codec() {
    return codec;
  }

  @Override
  public TokenBounds bounds(String model) {
    return bounds.apply(model);
  }

  /// Always asks for a stream: its deadlines notice a provider that has stalled.
  @Override
  public Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation) {
    cancellation.check();
    var streamed =
        new ChatRequest(
            request.model(), request.messages(), true, request.options(), request.extras());
    var wire = codec.writeRequest(streamed, wording);
    var path = door.paths().of(wire.path(), request.model());
    var body = RequestBody.of(JsonBytes.write(wire.body()));
    try (var answer = upstream.send(head(path, request.lineage()), body, cancellation)) {
      if (answer.status() >= 400) {
        throw refusal(answer);
      }
      refusals.requireAnswer(answer);
      var watched = new WatchedSink(sink, request.model());
      if (isWhole(answer)) {
        readWhole(answer, watched);
      } else {
        readStream(answer, watched);
      }
      return watched.completion().servedAt(answer.servedTier());
    }
  }

  @Override
  public List<String> ignored(ChatRequest request) {
    return codec.ignored(request, wording);
  }

  @Override
  public RelayedAnswer relay(Operation operation, RelayBody body, Cancellation cancellation) {
    cancellation.check();
    requireSpoken(operation);
    var path = body.path().isEmpty() ? usualPath(operation) : body.path();
    var lineage = body.headers().getOrDefault(RelayBody.LINEAGE, "");
    var head = head(door.paths().of(path, ""), lineage);
    var answer = upstream.send(head, RequestBody.of(body), cancellation);
    if (answer.status() < 400) {
      try {
        refusals.requireAnswer(answer);
      } catch (CallFailed e) {
        answer.close();
        throw e;
      }
    }
    return new PassingAnswer(answer, retryAfter(answer));
  }

  @Override
  public boolean takes(Dialect dialect, String model) {
    return vectors.apply(model).codec().callers().filter(dialect::equals).isPresent();
  }

  @Override
  public int maxInputs(String model) {
    return vectors.apply(model).codec().maxInputs(model);
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation) {
    return vectors.apply(request.model()).embed(this, request, cancellation);
  }

  @Override
  public List<String> ignored(EmbeddingRequest request) {
    return vectors.apply(request.model()).ignored(request);
  }

  @Override
  public boolean countsTokens() {
    return codec.dialect() == Dialect.GEMINI;
  }

  /// Counts where the body's path says so, as Google's does.
  @Override
  public RelayedAnswer countTokens(RelayBody body, Cancellation cancellation) {
    if (!countsTokens()) {
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "provider \"%s\" cannot count tokens without answering".formatted(door.name()));
    }
    return relay(Operation.CHAT, body, cancellation);
  }

  @Override
  public WireError readError(int status, byte[] body) {
    return codec.readError(status, object(body));
  }

  @Override
  public void close() {
    upstream.close();
  }

  private String usualPath(Operation operation) {
    return switch (operation) {
      case CHAT ->
          switch (codec.dialect()) {
            case OPENAI_CHAT -> "/chat/completions";
            case OPENAI_RESPONSES -> "/responses";
            case OPENAI_COMPLETIONS -> "/completions";
            case ANTHROPIC -> "/messages";
            case COHERE -> "/chat";
            case OLLAMA -> "/api/chat";
            case GEMINI, BEDROCK ->
                throw new IllegalArgumentException("the path names the model; the body has none");
          };
      case EMBEDDINGS -> "/embeddings";
      case RERANK -> "/rerank";
      case MODERATION, IMAGE, SPEECH, TRANSCRIPTION, OTHER ->
          throw new IllegalArgumentException("no path for " + operation);
    };
  }

  // Of what is no conversation, only what the dialect is known to have.
  private void requireSpoken(Operation operation) {
    var spoken =
        switch (operation) {
          case CHAT, EMBEDDINGS -> true;
          case RERANK -> codec.dialect() == Dialect.COHERE;
          case MODERATION, IMAGE, SPEECH, TRANSCRIPTION, OTHER -> false;
        };
    if (!spoken) {
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "provider \"%s\" cannot be asked for %s here; name a model of another provider"
              .formatted(door.name(), operation.wireName()));
    }
  }

  private RequestHead head(String path, String lineage) {
    var headers = new LinkedHashMap<String, String>(door.credentials().headers());
    headers.putAll(door.headers());
    if (!lineage.isEmpty()) {
      headers.put(RelayBody.LINEAGE, lineage);
    }
    return RequestHead.post(door.endpoint(), path, headers);
  }

  private CallFailed refusal(HttpAnswer answer) {
    var body = new ByteArrayOutputStream();
    try {
      readAll(answer, body, MAX_ERROR_BYTES);
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.CALL_CANCELLED) {
        return e;
      }
      // The status has arrived and says more than the rest of a body that has not.
    }
    var error = readError(answer.status(), body.toByteArray());
    var failure = refusals.toFailure(error, answer.requestId());
    return retryAfter(answer).map(failure::retryAfter).orElse(failure);
  }

  // In place of an object some providers send a list of one.
  private static Json.Obj object(byte[] body) {
    try {
      return switch (JsonBytes.read(body)) {
        case Json.Obj object -> object;
        case Json.Arr(var elements)
            when !elements.isEmpty() && elements.getFirst() instanceof Json.Obj first ->
            first;
        case Json.Arr _, Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> Json.Obj.EMPTY;
      };
    } catch (JacksonException _) {
      return Json.Obj.EMPTY;
    }
  }

  // A server that does not stream although it was asked to.
  private static boolean isWhole(HttpAnswer answer) {
    return answer.contentType().toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  private void readWhole(HttpAnswer answer, WatchedSink sink) {
    var body = new ByteArrayOutputStream();
    if (!readAll(answer, body, MAX_ANSWER_BYTES)) {
      throw refusals.malformed("an answer longer than " + MAX_ANSWER_BYTES + " bytes", null);
    }
    var bytes = body.toByteArray();
    try {
      if (JsonBytes.read(bytes) instanceof Json.Obj object) {
        AnswerAssembly.replay(codec.readAnswer(object), sink);
        return;
      }
    } catch (JacksonException e) {
      throw BrokenJson.failure(door.name(), bytes, e);
    }
    throw refusals.malformed("something other than a JSON object", null);
  }

  private static boolean readAll(HttpAnswer answer, ByteArrayOutputStream body, int most) {
    var buffer = new byte[BUFFER_BYTES];
    for (var count = answer.read(buffer, 0, buffer.length);
        count >= 0;
        count = answer.read(buffer, 0, buffer.length)) {
      body.write(buffer, 0, count);
      if (body.size() > most) {
        return false;
      }
    }
    return true;
  }

  private void readStream(HttpAnswer answer, WatchedSink sink) {
    var decoder = codec.decoder(sink);
    var buffer = new byte[BUFFER_BYTES];
    while (!decoder.isWhole()) {
      var count = answer.read(buffer, 0, buffer.length);
      if (count < 0) {
        decoder.end();
        return;
      }
      decoder.accept(buffer, 0, count);
    }
    answer.finish(PassingAnswer.PATIENCE_AT_THE_END);
  }

  private Optional<Duration> retryAfter(HttpAnswer answer) {
    return answer.retryAfter().flatMap(value -> RetryAfter.parse(value, clock.instant()));
  }
}
