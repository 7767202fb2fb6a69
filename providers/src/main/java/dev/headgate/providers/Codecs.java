package dev.headgate.providers;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.Dialects;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.Spoken;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.providers.anthropic.AnthropicCodec;
import dev.headgate.providers.bedrock.BedrockCodec;
import dev.headgate.providers.bedrock.CohereOnBedrockCodec;
import dev.headgate.providers.bedrock.TitanEmbeddingCodec;
import dev.headgate.providers.cohere.CohereCodec;
import dev.headgate.providers.cohere.CohereEmbeddingCodec;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.providers.gemini.GeminiEmbeddingCodec;
import dev.headgate.providers.gemini.VertexEmbeddingCodec;
import dev.headgate.providers.ollama.OllamaCodec;
import dev.headgate.providers.ollama.OllamaEmbeddingCodec;
import dev.headgate.providers.openai.codec.ChatCompletionsCodec;
import dev.headgate.providers.openai.codec.CompletionsCodec;
import dev.headgate.providers.openai.codec.EmbeddingsCodec;
import dev.headgate.providers.passing.ModelName;
import dev.headgate.providers.responses.ResponsesCodec;
import dev.headgate.providers.services.Service;
import dev.headgate.providers.services.Services;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every wire format that is spoken here. A new one is a line in [#ALL].
public final class Codecs implements Dialects {
  public static final Codecs ALL =
      new Codecs(
          List.of(
              new ChatCompletionsCodec(),
              new CompletionsCodec(),
              new AnthropicCodec(),
              new BedrockCodec(),
              new ResponsesCodec(),
              new GeminiCodec(),
              new CohereCodec(),
              new OllamaCodec()),
          List.of(
              new EmbeddingsCodec(),
              new GeminiEmbeddingCodec(),
              new VertexEmbeddingCodec(),
              new CohereEmbeddingCodec(),
              new OllamaEmbeddingCodec(),
              new TitanEmbeddingCodec(),
              new CohereOnBedrockCodec()));

  private static final Pattern HOST = Pattern.compile("^https?://([^/:?#]+)");

  private final List<ChatCodec> conversations;
  private final List<EmbeddingCodec> embeddings;

  private Codecs(List<ChatCodec> conversations, List<EmbeddingCodec> embeddings) {
    this.conversations = List.copyOf(conversations);
    this.embeddings = List.copyOf(embeddings);
  }

  @Override
  public List<ChatCodec> conversations() {
    return conversations;
  }

  @Override
  public List<EmbeddingCodec> embeddings() {
    return embeddings;
  }

  public Optional<ChatCodec> find(Dialect dialect) {
    return conversations.stream().filter(codec -> codec.dialect() == dialect).findFirst();
  }

  @Override
  public Spoken at(String method, String url) {
    var plain = URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
    var address = Address.of(method, plain);
    return switch (address.kind()) {
      case CONVERSATION ->
          find(address.dialect())
              .<Spoken>map(codec -> new Spoken.Conversation(codec, wording(plain), address.path()))
              .orElseGet(() -> unknown(address));
      case VECTORS ->
          embeddings.stream()
              .filter(codec -> codec.name().equals(address.format()))
              .findFirst()
              .<Spoken>map(codec -> new Spoken.Vectors(codec, wording(plain), address.path()))
              .orElseGet(() -> relayed(address));
      case OTHER -> relayed(address);
    };
  }

  private static Wording wording(String url) {
    return HOST.matcher(url)
        .results()
        .findFirst()
        .flatMap(match -> Services.ofHost(match.group(1)))
        .map(Service::wording)
        .orElse(Wording.USUAL);
  }

  @Override
  public RelayBody renamed(byte[] body, String model) {
    return ModelName.replaced(body, model);
  }

  private Spoken relayed(Address address) {
    return find(address.dialect())
        .<Spoken>map(Spoken.Relayed::new)
        .orElseGet(() -> unknown(address));
  }

  private static Spoken unknown(Address address) {
    return new Spoken.Unknown("no codec for " + address.dialect().wireName());
  }
}
