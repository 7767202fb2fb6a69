package dev.headgate.providers.bedrock;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.config.Secret;
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
import dev.headgate.kernel.ids.Sha256;
import dev.headgate.providers.AwsConfig;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.conversations.ProviderAnswers;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.http.RequestBody;
import dev.headgate.providers.http.RequestHead;
import dev.headgate.providers.http.Upstream;
import dev.headgate.providers.services.Capabilities;
import dev.headgate.providers.vectors.VectorExchange;
import dev.headgate.providers.wire.JsonBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Amazon Bedrock's runtime in one region: Converse for conversations, and by their own bytes
/// whatever else a model is invoked with. Signs each request, or shows an API key. Thread-safe;
/// calls that run when it is closed end by themselves.
public final class BedrockProvider implements ChatModel, Relay, EmbeddingProvider, AutoCloseable {
  /// What its streams are framed as.
  public static final String STREAM_TYPE = "application/vnd.amazon.eventstream";

  private static final String SERVICE = "bedrock";
  private static final Set<String> ACTIONS =
      Set.of(
          "converse", "converse-stream", "invoke", "invoke-with-response-stream", "count-tokens");

  private final Upstream upstream;
  private final Endpoint endpoint;
  private final Map<String, String> headers;
  private final @Nullable Signature signature;
  private final @Nullable Secret sessionToken;
  private final BedrockCodec codec = new BedrockCodec();
  private final ProviderAnswers answers;
  private final VectorExchange titan;
  private final VectorExchange cohere;
  private final InstantSource clock;

  /// Opens no connection yet.
  ///
  /// @param clock for signatures, and a `Retry-After` that is a date
  public BedrockProvider(ProviderConfig config, InstantSource clock) {
    this.endpoint = config.endpoint();
    this.upstream = new Upstream(config.name(), endpoint, config.connections());
    this.headers = new LinkedHashMap<>(config.headers());
    config.apiKey().ifPresent(key -> headers.put("Authorization", "Bearer " + key.reveal()));
    this.signature = config.apiKey().isPresent() ? null : signature(config.aws());
    this.sessionToken = config.aws().sessionToken().orElse(null);
    this.answers = new ProviderAnswers(config.name(), codec, STREAM_TYPE, clock);
    this.titan = new VectorExchange(config.name(), new TitanEmbeddingCodec(), Wording.USUAL);
    this.cohere = new VectorExchange(config.name(), new CohereOnBedrockCodec(), Wording.USUAL);
    this.clock = clock;
  }

  @Override
  public TokenBounds bounds(String model) {
    return Capabilities.bounds(SERVICE, model);
  }

  private static @Nullable Signature signature(AwsConfig aws) {
    return aws.accessKey()
        .flatMap(access ->
            aws.secretKey()
                .map(secret ->
                    new Signature(access.reveal(), secret.reveal(), aws.region(), SERVICE)))
        .orElse(null);
  }

  @Override
  public Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation) {
    var written = codec.writeRequest(request, Wording.USUAL);
    var body = RequestBody.of(JsonBytes.write(written.body()));
    try (var answer = upstream.send(head(written.path(), body), body, cancellation)) {
      return answers.read(answer, request.model(), sink);
    }
  }

  @Override
  public List<String> ignored(ChatRequest request) {
    return codec.ignored(request, Wording.USUAL);
  }

  /// Takes what the address of the body asks for: the operation is in it.
  @Override
  public RelayedAnswer relay(Operation operation, RelayBody relayed, Cancellation cancellation) {
    if (operation != Operation.CHAT && operation != Operation.EMBEDDINGS) {
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "a provider of the type \"bedrock\" takes conversations only, and this is %s; name a model of another provider"
              .formatted(operation.wireName()));
    }
    var body = RequestBody.of(relayed);
    return answers.passing(upstream.send(head(relayed.path(), body), body, cancellation));
  }

  @Override
  public boolean takes(Dialect dialect, String model) {
    return false;
  }

  @Override
  public int maxInputs(String model) {
    return vectors(model).codec().maxInputs(model);
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation) {
    return vectors(request.model()).embed(this, request, cancellation);
  }

  @Override
  public List<String> ignored(EmbeddingRequest request) {
    return vectors(request.model()).ignored(request);
  }

  // Every maker's models take words of their own; a region or an ARN may stand before the name.
  private VectorExchange vectors(String model) {
    if (model.contains("titan-embed-text")) {
      return titan;
    }
    if (model.contains("cohere.embed")) {
      return cohere;
    }
    throw new CallFailed(
        ErrorCode.UNSUPPORTED_OPERATION,
        "of the models on Bedrock those of Titan's text embeddings and of Cohere's Embed can be asked for vectors; name one of them, as amazon.titan-embed-text-v2:0");
  }

  @Override
  public WireError readError(int status, byte[] body) {
    return answers.readError(status, body);
  }

  @Override
  public void close() {
    upstream.close();
  }

  private RequestHead head(String path, RequestBody body) {
    var encoded = encoded(path);
    if (signature == null) {
      return RequestHead.post(endpoint, encoded, headers);
    }
    var time = Signature.time(clock.instant());
    var signed = new TreeMap<String, String>();
    signed.put("host", endpoint.authority());
    signed.put("x-amz-date", time);
    if (sessionToken != null) {
      signed.put("x-amz-security-token", sessionToken.reveal());
    }
    var request = new Signature.Signed("POST", endpoint.path() + encoded, "", signed, hash(body));
    var all = new LinkedHashMap<>(headers);
    signed.forEach((name, value) -> {
      if (!name.equals("host")) {
        all.put(name, value);
      }
    });
    all.put("Authorization", signature.authorization(request, time));
    return RequestHead.post(endpoint, encoded, all);
  }

  // The name of a model may hold a colon or, as an ARN, a slash.
  private static String encoded(String path) {
    var end = path.lastIndexOf('/');
    if (!path.startsWith(BedrockCodec.MODEL)
        || end <= BedrockCodec.MODEL.length()
        || !ACTIONS.contains(path.substring(end + 1))) {
      throw CallFailed.invalid("path", "the address must be /model/NAME/ and one of " + ACTIONS);
    }
    var model = path.substring(BedrockCodec.MODEL.length(), end);
    return BedrockCodec.MODEL + Signature.encoded(model, false) + path.substring(end);
  }

  private static String hash(RequestBody body) {
    var digest = Sha256.digest();
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      body.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to nowhere cannot fail", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
