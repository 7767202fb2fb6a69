package dev.headgate.providers.openai;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingProvider;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.conversations.PassingAnswer;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.http.HttpAnswer;
import dev.headgate.providers.http.RequestBody;
import dev.headgate.providers.http.RequestHead;
import dev.headgate.providers.http.RetryAfter;
import dev.headgate.providers.http.Upstream;
import dev.headgate.providers.openai.codec.ChatCompletionsCodec;
import dev.headgate.providers.openai.codec.EmbeddingsCodec;
import dev.headgate.providers.services.Capabilities;
import dev.headgate.providers.services.Prefill;
import dev.headgate.providers.services.Service;
import dev.headgate.providers.services.Services;
import dev.headgate.providers.vectors.VectorExchange;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A server that speaks OpenAI's dialect: OpenAI itself, vLLM, Ollama, llama.cpp, LM Studio,
/// OpenRouter and many more. Thread-safe; calls that run when it is closed end by themselves.
public final class OpenAiProvider implements ChatModel, Relay, EmbeddingProvider, AutoCloseable {
  /// What OpenTelemetry calls it, in `gen_ai.provider.name`.
  public static final String SYSTEM = "openai";

  private static final Set<Dialect> OWN =
      Set.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES, Dialect.OPENAI_COMPLETIONS);

  private final String name;
  private final Upstream upstream;
  private final Set<Dialect> dialects;
  private final Endpoint endpoint;
  private final Map<String, String> headers;
  private final RequestHead chatHead;
  private final RequestHead embeddingsHead;
  private final ChatCodec codec = new ChatCompletionsCodec();
  private final Service service;
  private final ErrorAnswer errors;
  private final VectorExchange vectors;
  private final InstantSource clock;

  /// Opens no connection yet.
  ///
  /// @param clock for a `Retry-After` that is a date
  public OpenAiProvider(ProviderConfig config, InstantSource clock) {
    var declared = config.service();
    var endpoint =
        declared.name().equals(Services.USUAL) ? versioned(config.endpoint()) : config.endpoint();
    this.service = Services.at(endpoint.host(), declared);
    var all = new LinkedHashMap<String, String>();
    config.apiKey().ifPresent(key -> putKey(all, key.reveal()));
    all.putAll(config.headers());
    this.headers = Collections.unmodifiableMap(all);
    this.endpoint = endpoint;
    this.dialects =
        declared.name().equals(Services.USUAL)
            ? dialects(Services.ofHost(endpoint.host()).orElse(declared))
            : dialects(declared);
    this.name = config.name();
    this.upstream = new Upstream(name, endpoint, config.connections());
    this.chatHead = RequestHead.post(endpoint, service.path("/chat/completions"), headers);
    this.embeddingsHead = RequestHead.post(endpoint, service.path("/embeddings"), headers);
    this.errors = new ErrorAnswer(name);
    this.vectors = new VectorExchange(name, new EmbeddingsCodec(), service.wording());
    this.clock = clock;
  }

  @Override
  public TokenBounds bounds(String model) {
    return Capabilities.bounds(service.name(), model);
  }

  @Override
  public Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation) {
    var body = RequestBody.of(JsonBytes.write(streamed(written(request))));
    var head = chatHead(request.lineage());
    try (var answer = upstream.send(head, body, cancellation)) {
      if (answer.status() >= 400) {
        throw refusal(answer);
      }
      requireAnswer(Operation.CHAT, answer);
      return new AnswerReading(name, codec, answer, sink).read();
    }
  }

  @Override
  public List<String> ignored(ChatRequest request) {
    var possible = Capabilities.of(service, request.model()).apply(request);
    return codec.ignored(possible, service.wording());
  }

  // A model that is declared to go on although the table knows nothing of it needs only the
  // message.
  @Override
  public Optional<ChatRequest> continuing(ChatRequest request, String begun) {
    var capabilities = Capabilities.of(service, request.model());
    return capabilities.prefill() instanceof Prefill.Impossible
        ? ChatModel.super.continuing(request, begun)
        : capabilities.continuing(request, begun);
  }

  @Override
  public boolean continuesPlainly(String model) {
    return !(Capabilities.of(service, model).prefill()
            instanceof Prefill.LastMessage(var message, var members))
        || (message.isEmpty() && members.isEmpty());
  }

  private Json.Obj written(ChatRequest request) {
    var possible = Capabilities.of(service, request.model()).apply(request);
    return codec.writeRequest(possible, service.wording()).body();
  }

  // Always piece by piece and with its usage, so that an answer can be watched while it grows.
  private Json.Obj streamed(Json.Obj body) {
    var streamed = body.with("stream", Json.TRUE);
    return service.habits().usageUnasked()
        ? streamed
        : streamed.with(
            "stream_options", body.object("stream_options").with("include_usage", Json.TRUE));
  }

  @Override
  public RelayedAnswer relay(Operation operation, RelayBody body, Cancellation cancellation) {
    var answer = upstream.send(head(operation, body), new Relayed(body), cancellation);
    if (answer.status() < 400) {
      try {
        requireAnswer(operation, answer);
      } catch (CallFailed e) {
        answer.close();
        throw e;
      }
    }
    return new PassingAnswer(answer, retryAfter(answer));
  }

  private RequestHead chatHead(String lineage) {
    return lineage.isEmpty()
        ? chatHead
        : RequestHead.post(endpoint, service.path("/chat/completions"), led(lineage));
  }

  private Map<String, String> led(String lineage) {
    if (lineage.isEmpty()) {
      return headers;
    }
    var all = new LinkedHashMap<>(headers);
    all.put(RelayBody.LINEAGE, lineage);
    return all;
  }

  @Override
  public boolean takes(Dialect dialect, String model) {
    return dialect == Dialect.OPENAI_CHAT;
  }

  @Override
  public int maxInputs(String model) {
    return service.habits().maxInputs();
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation) {
    return vectors.embed(this, request, cancellation);
  }

  @Override
  public List<String> ignored(EmbeddingRequest request) {
    return vectors.ignored(request);
  }

  private RequestHead head(Operation operation, RelayBody body) {
    var lineage = body.headers().getOrDefault(RelayBody.LINEAGE, "");
    if (!body.path().isEmpty()) {
      var type = body.headers().getOrDefault("content-type", "application/json");
      return RequestHead.post(endpoint, service.path(body.path()), type, led(lineage));
    }
    return switch (operation) {
      case CHAT -> chatHead(lineage);
      case EMBEDDINGS ->
          lineage.isEmpty()
              ? embeddingsHead
              : RequestHead.post(endpoint, service.path("/embeddings"), led(lineage));
      case MODERATION, RERANK, IMAGE, SPEECH, TRANSCRIPTION, OTHER ->
          throw new IllegalArgumentException("no path for " + operation);
    };
  }

  @Override
  public WireError readError(int status, byte[] body) {
    return ErrorAnswer.read(status, body);
  }

  /// What a relayed answer with a status of 400 or more means, in our own words. Reads the body and
  /// closes the answer.
  public CallFailed refusal(RelayedAnswer answer) {
    if (!(answer instanceof PassingAnswer relayed)) {
      throw new IllegalArgumentException("not an answer of this provider");
    }
    try (relayed) {
      return refusal(relayed.http());
    }
  }

  private static Set<Dialect> dialects(Service service) {
    var spoken =
        service.dialects().stream().filter(OWN::contains).collect(Collectors.toUnmodifiableSet());
    return spoken.isEmpty() ? Set.of(Dialect.OPENAI_CHAT) : spoken;
  }

  private void putKey(Map<String, String> headers, String key) {
    var header = service.address().keyHeader();
    if (header.isEmpty()) {
      headers.put("Authorization", "Bearer " + key);
    } else {
      headers.put(header, key);
    }
  }

  /// Those of OpenAI's that it takes. A server of which only the dialect is known is taken to have
  /// them all, unless it is declared as merely compatible.
  public Set<Dialect> dialects() {
    return dialects;
  }

  @Override
  public Wording wording() {
    return service.wording();
  }

  @Override
  public void close() {
    upstream.close();
  }

  private CallFailed refusal(HttpAnswer answer) {
    var body = new ByteArrayOutputStream();
    try {
      var buffer = new byte[4096];
      for (var count = answer.read(buffer, 0, buffer.length);
          count >= 0 && body.size() < ErrorAnswer.MAX_BODY_BYTES;
          count = answer.read(buffer, 0, buffer.length)) {
        body.write(buffer, 0, count);
      }
    } catch (CallFailed e) {
      if (e.code() == ErrorCode.CALL_CANCELLED) {
        return e;
      }
      // The status has arrived and says more than the rest of a body that has not.
    }
    return errors.toFailure(answer.status(), answer.requestId(), retryAfter(answer), body);
  }

  // A proxy's login page comes with 200 too.
  private void requireAnswer(Operation operation, HttpAnswer answer) {
    if (answer.status() >= 300) {
      throw new CallFailed(
          ErrorCode.PROVIDER_REJECTED,
          "provider \"%s\" answered %d, a redirect, which is never followed; write the final address into providers.%s.base-url"
              .formatted(name, answer.status(), name));
    }
    if (!operation.allows(answer.contentType())) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "provider \"%s\" answered %d with something other than an answer in JSON or as an event stream; check providers.%s.base-url"
              .formatted(name, answer.status(), name));
    }
  }

  private Optional<Duration> retryAfter(HttpAnswer answer) {
    return answer.retryAfter().flatMap(value -> RetryAfter.parse(value, clock.instant()));
  }

  // https://api.openai.com and http://localhost:11434 mean their /v1; where a version stands in
  // the path already, as in /openai/v1 or /v1beta/openai, the path is taken as it is.
  private static Endpoint versioned(Endpoint endpoint) {
    for (var segment : endpoint.path().split("/", -1)) {
      if (segment.length() > 1
          && segment.charAt(0) == 'v'
          && Character.isDigit(segment.charAt(1))) {
        return endpoint;
      }
    }
    return new Endpoint(endpoint.tls(), endpoint.host(), endpoint.port(), endpoint.path() + "/v1");
  }

  private record Relayed(RelayBody body) implements RequestBody {
    @Override
    public int length() {
      return body.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      body.writeTo(out);
    }
  }
}
