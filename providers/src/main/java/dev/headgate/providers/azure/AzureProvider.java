package dev.headgate.providers.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.embeddings.EmbeddingAnswer;
import dev.headgate.kernel.embeddings.EmbeddingProvider;
import dev.headgate.kernel.embeddings.EmbeddingRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.conversations.CodecProvider;
import dev.headgate.providers.conversations.Credentials;
import dev.headgate.providers.conversations.Door;
import dev.headgate.providers.openai.codec.ChatCompletionsCodec;
import dev.headgate.providers.openai.codec.EmbeddingsCodec;
import dev.headgate.providers.passing.ModelName;
import dev.headgate.providers.services.Capabilities;
import dev.headgate.providers.services.Service;
import dev.headgate.providers.vectors.VectorExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.JacksonException;

/// Azure OpenAI at the addresses with a version in the query, in which the deployment stands in the
/// path. Thread-safe; calls that run when it is closed end by themselves.
public final class AzureProvider implements ChatModel, Relay, EmbeddingProvider, AutoCloseable {
  private final Service service;
  private final CodecProvider provider;
  private final VectorExchange vectors;

  /// Opens no connection yet.
  ///
  /// @param config with a version, and an address that ends before `/openai`
  /// @param clock for a `Retry-After` that is a date
  public AzureProvider(ProviderConfig config, InstantSource clock) {
    this.service = config.service();
    this.vectors = new VectorExchange(config.name(), new EmbeddingsCodec(), service.wording());
    this.provider =
        new CodecProvider(
            new Door(
                config.name(),
                config.endpoint(),
                config.headers(),
                Credentials.header(AzurePaths.KEY_HEADER, config.apiKey()),
                AzurePaths.dated(config.azureVersion()),
                config.connections()),
            ChatCompletionsCodec.askingUsage(),
            vectors.codec(),
            service.wording(),
            clock);
  }

  @Override
  public TokenBounds bounds(String model) {
    return Capabilities.bounds(service.name(), model);
  }

  @Override
  public Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation) {
    var possible = Capabilities.of(service, request.model()).apply(request);
    return provider.chat(possible, sink, cancellation);
  }

  @Override
  public List<String> ignored(ChatRequest request) {
    return provider.ignored(Capabilities.of(service, request.model()).apply(request));
  }

  @Override
  public RelayedAnswer relay(Operation operation, RelayBody body, Cancellation cancellation) {
    var usual = body.path().isEmpty() ? service.path(usual(operation)) : body.path();
    var placed =
        usual.startsWith("/responses") ? usual : "/deployments/" + deployment(body) + usual;
    return provider.relay(
        operation, new RelayBody(body.bytes(), body.edits(), placed, body.headers()), cancellation);
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

  private static String usual(Operation operation) {
    return switch (operation) {
      case CHAT -> "/chat/completions";
      case EMBEDDINGS -> "/embeddings";
      case MODERATION, RERANK, IMAGE, SPEECH, TRANSCRIPTION, OTHER ->
          throw new IllegalArgumentException("the path of " + operation + " is the caller's");
    };
  }

  private static String deployment(RelayBody body) {
    var bytes = new ByteArrayOutputStream(body.length());
    try {
      body.writeTo(bytes);
      var name =
          ModelName.find(bytes.toByteArray())
              .orElseThrow(() -> CallFailed.invalid("model", "\"model\" is missing"));
      return URLEncoder.encode(name, UTF_8).replace("+", "%20");
    } catch (JacksonException e) {
      throw CallFailed.invalid("body", "the body is not valid JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Wording wording() {
    return service.wording();
  }

  @Override
  public WireError readError(int status, byte[] body) {
    return provider.readError(status, body);
  }

  @Override
  public void close() {
    provider.close();
  }
}
