package dev.headgate.server.boot;

import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.Relay;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.anthropic.AnthropicProvider;
import dev.headgate.providers.azure.AzureProvider;
import dev.headgate.providers.bedrock.BedrockProvider;
import dev.headgate.providers.cohere.CohereCodec;
import dev.headgate.providers.cohere.CohereEmbeddingCodec;
import dev.headgate.providers.conversations.CodecProvider;
import dev.headgate.providers.conversations.Credentials;
import dev.headgate.providers.conversations.Door;
import dev.headgate.providers.gemini.AccessTokens;
import dev.headgate.providers.gemini.GeminiPaths;
import dev.headgate.providers.gemini.GeminiProviders;
import dev.headgate.providers.ollama.OllamaCodec;
import dev.headgate.providers.ollama.OllamaEmbeddingCodec;
import dev.headgate.providers.openai.OpenAiProvider;
import dev.headgate.providers.services.Capabilities;
import dev.headgate.providers.services.Services;
import dev.headgate.runtime.routing.Provider;
import java.time.InstantSource;
import java.util.Set;

/// The client of a declared provider, chosen by the dialects of its service.
///
/// @param close gives up its connections
record Client(Provider provider, Runnable close) {
  // What OpenAI's client passes on as bytes, if the service speaks it.
  private static final Set<Dialect> PASSED_ON =
      Set.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES);

  /// Opens no connection yet.
  static Client open(ProviderConfig config, InstantSource clock) {
    var dialects = config.service().dialects();
    return switch (dialects.isEmpty() ? Dialect.OPENAI_CHAT : dialects.getFirst()) {
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS ->
          config.azureVersion().isEmpty() ? openAi(config, clock) : azure(config, clock);
      case ANTHROPIC -> {
        var client = new AnthropicProvider(config, clock);
        yield of(config, client, client, Set.of(Dialect.ANTHROPIC), client::close);
      }
      case BEDROCK -> {
        var client = new BedrockProvider(config, clock);
        yield of(config, client, client, Set.of(Dialect.BEDROCK), client::close);
      }
      case GEMINI ->
          config.service().name().equals("vertex")
              ? vertex(config, clock)
              : of(
                  config,
                  GeminiProviders.studio(
                      config.name(),
                      config.endpoint(),
                      config.apiKey(),
                      config.headers(),
                      config.connections(),
                      clock));
      case COHERE -> byCodec(config, new CohereCodec(), new CohereEmbeddingCodec(), clock);
      case OLLAMA -> byCodec(config, new OllamaCodec(), new OllamaEmbeddingCodec(), clock);
    };
  }

  private static Client openAi(ProviderConfig config, InstantSource clock) {
    var client = new OpenAiProvider(config, clock);
    return of(config, client, client, client.dialects(), client::close);
  }

  private static Client azure(ProviderConfig config, InstantSource clock) {
    var client = new AzureProvider(config, clock);
    return of(config, client, client, PASSED_ON, client::close);
  }

  private static Client vertex(ProviderConfig config, InstantSource clock) {
    var google = config.google();
    var account = google.account();
    if (account.isEmpty()) {
      return of(config, vertex(config, GeminiProviders.key(config.apiKey()), clock));
    }
    var tokens = new AccessTokens(config.name(), account.get(), clock);
    var client = vertex(config, tokens, clock);
    return of(
        config,
        client,
        client,
        Set.of(Dialect.GEMINI),
        () -> {
          client.close();
          tokens.close();
        });
  }

  private static CodecProvider vertex(
      ProviderConfig config, Credentials credentials, InstantSource clock) {
    return GeminiProviders.vertex(
        config.name(),
        config.endpoint(),
        GeminiPaths.vertex(config.google().project(), config.google().location()),
        credentials,
        config.headers(),
        config.connections(),
        clock);
  }

  private static Client byCodec(
      ProviderConfig config, ChatCodec codec, EmbeddingCodec vectors, InstantSource clock) {
    var door =
        new Door(
            config.name(),
            config.endpoint(),
            config.headers(),
            Credentials.bearer(config.apiKey()),
            Door.Paths.USUAL,
            config.connections());
    var service = config.service();
    return of(
        config,
        new CodecProvider(
            door,
            codec,
            _ -> vectors,
            service.wording(),
            model -> Capabilities.bounds(service.name(), model),
            clock));
  }

  private static Client of(ProviderConfig config, CodecProvider client) {
    return of(config, client, client, Set.of(client.codec().dialect()), client::close);
  }

  private static Client of(
      ProviderConfig config, ChatModel chat, Relay relay, Set<Dialect> dialects, Runnable close) {
    var names = Services.at(config.endpoint().host(), config.service()).names();
    return new Client(
        new Provider(
            config.name(),
            names.system(),
            chat,
            relay,
            dialects,
            names.catalog(),
            config.isHeadgate()),
        close);
  }
}
