package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.TokenCounter;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.conversations.ProviderAnswers;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.http.RequestBody;
import dev.headgate.providers.http.RequestHead;
import dev.headgate.providers.http.Upstream;
import dev.headgate.providers.wire.JsonBytes;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A server that speaks Anthropic's dialect. Thread-safe; calls that run when it is closed end by
/// themselves.
public final class AnthropicProvider implements ChatModel, Relay, TokenCounter, AutoCloseable {
  /// The version of the API whose words are spoken here.
  static final String VERSION = "2023-06-01";

  // What a caller may add: it switches functions of the API, and says nothing of who calls. The
  // lineage is only there if the provider is a Headgate.
  private static final Set<String> PASSED_HEADERS =
      Set.of("anthropic-beta", "anthropic-version", RelayBody.LINEAGE);

  private final Upstream upstream;
  private final Endpoint endpoint;
  private final Map<String, String> headers;
  private final RequestHead messagesHead;
  private final OutputLimits limits;
  private final AnthropicCodec codec;
  private final ProviderAnswers answers;

  /// Opens no connection yet.
  ///
  /// @param clock for a `Retry-After` that is a date
  public AnthropicProvider(ProviderConfig config, InstantSource clock) {
    this.endpoint = config.endpoint().versioned();
    this.headers = headers(config);
    this.upstream = new Upstream(config.name(), endpoint, config.connections());
    this.messagesHead = RequestHead.post(endpoint, AnthropicCodec.PATH, headers);
    this.limits = new OutputLimits(config.defaultMaxTokens());
    this.codec = new AnthropicCodec(limits);
    this.answers = new ProviderAnswers(config.name(), codec, "text/event-stream", clock);
  }

  private static Map<String, String> headers(ProviderConfig config) {
    var headers = new LinkedHashMap<String, String>();
    config.apiKey().ifPresent(key -> headers.put("x-api-key", key.reveal()));
    headers.put("anthropic-version", VERSION);
    headers.putAll(config.headers());
    return headers;
  }

  @Override
  public TokenBounds bounds(String model) {
    return new TokenBounds(limits.of(model), 0);
  }

  @Override
  public Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation) {
    var body = JsonBytes.write(codec.writeRequest(request, Wording.USUAL).body());
    var head =
        request.lineage().isEmpty()
            ? messagesHead
            : RequestHead.post(
                endpoint, AnthropicCodec.PATH, with(Map.of(RelayBody.LINEAGE, request.lineage())));
    try (var answer = upstream.send(head, RequestBody.of(body), cancellation)) {
      return answers.read(answer, request.model(), sink);
    }
  }

  @Override
  public List<String> ignored(ChatRequest request) {
    return codec.ignored(request, Wording.USUAL);
  }

  // White space at the end of such a message is refused, and so is one that stands where thoughts
  // would come first.
  @Override
  public Optional<ChatRequest> continuing(ChatRequest request, String begun) {
    var reasoning = request.options().reasoning();
    var thinks =
        reasoning.effort() != null
            || reasoning.maxTokens() != null
            || Boolean.TRUE.equals(reasoning.enabled());
    return thinks || begun.isBlank() || !begun.equals(begun.stripTrailing())
        ? Optional.empty()
        : ChatModel.super.continuing(request, begun);
  }

  @Override
  public RelayedAnswer relay(Operation operation, RelayBody body, Cancellation cancellation) {
    return switch (operation) {
      case CHAT -> send(AnthropicCodec.PATH, body, cancellation);
      case EMBEDDINGS ->
          throw new CallFailed(
              ErrorCode.UNSUPPORTED_OPERATION,
              "a provider of the type \"anthropic\" makes no embeddings; name a model of another provider");
      case MODERATION, RERANK, IMAGE, SPEECH, TRANSCRIPTION, OTHER ->
          throw new CallFailed(
              ErrorCode.UNSUPPORTED_OPERATION,
              "a provider of the type \"anthropic\" takes conversations only, and this is %s; name a model of another provider"
                  .formatted(operation.wireName()));
    };
  }

  @Override
  public RelayedAnswer countTokens(RelayBody body, Cancellation cancellation) {
    return send(AnthropicCodec.PATH + "/count_tokens", body, cancellation);
  }

  @Override
  public WireError readError(int status, byte[] body) {
    return answers.readError(status, body);
  }

  @Override
  public void close() {
    upstream.close();
  }

  private RelayedAnswer send(String path, RelayBody body, Cancellation cancellation) {
    var usual = body.headers().isEmpty() && path.equals(AnthropicCodec.PATH);
    var head = usual ? messagesHead : RequestHead.post(endpoint, path, with(body.headers()));
    return answers.passing(upstream.send(head, RequestBody.of(body), cancellation));
  }

  private Map<String, String> with(Map<String, String> asked) {
    var all = new LinkedHashMap<>(headers);
    for (var name : PASSED_HEADERS) {
      var value = asked.get(name);
      if (value != null && RequestHead.isHeader(name, value)) {
        all.put(name, value);
      }
    }
    return all;
  }
}
