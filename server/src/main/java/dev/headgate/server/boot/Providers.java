package dev.headgate.server.boot;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.anthropic.AnthropicProvider;
import dev.headgate.providers.bedrock.BedrockProvider;
import dev.headgate.providers.gemini.GeminiProviders;
import dev.headgate.providers.openai.OpenAiProvider;
import dev.headgate.runtime.routing.Provider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The providers that are declared now. One whose declaration has not changed keeps its connections
/// over a reload. Not thread-safe.
final class Providers {
  private final InstantSource clock;
  private Map<String, Running> running = Map.of();

  Providers(InstantSource clock) {
    this.clock = clock;
  }

  /// Replaces what was declared. Calls that began with a provider that is gone end as they began.
  List<Provider> declare(Collection<ProviderConfig> configs) {
    var next = new HashMap<String, Running>();
    var providers = new ArrayList<Provider>();
    for (var config : configs) {
      var before = running.get(config.name());
      var door =
          before != null && before.config.equals(config)
              ? before
              : new Running(config, open(config));
      next.put(config.name(), door);
      providers.add(door.client.provider());
    }
    var retired = new ArrayList<>(running.values());
    retired.removeAll(next.values());
    running = next;
    retired.forEach(gone -> gone.client.close.run());
    return providers;
  }

  void close() {
    running.values().forEach(provider -> provider.client.close.run());
  }

  private Client open(ProviderConfig config) {
    var name = config.name();
    return switch (config.service().name()) {
      case "anthropic" -> {
        var client = new AnthropicProvider(config, clock);
        yield new Client(
            new Provider(name, AnthropicProvider.SYSTEM, client, client, Set.of(Dialect.ANTHROPIC)),
            client::close);
      }
      case "bedrock" -> {
        var client = new BedrockProvider(config, clock);
        yield new Client(
            new Provider(name, BedrockProvider.SYSTEM, client, client, Set.of(Dialect.BEDROCK)),
            client::close);
      }
      case "gemini" -> {
        var client =
            GeminiProviders.studio(
                name,
                config.endpoint(),
                config.apiKey(),
                config.headers(),
                config.connections(),
                clock);
        yield new Client(
            new Provider(name, GeminiProviders.STUDIO, client, client, Set.of(Dialect.GEMINI)),
            client::close);
      }
      default -> {
        var client = new OpenAiProvider(config, clock);
        yield new Client(
            new Provider(name, OpenAiProvider.SYSTEM, client, client, client.dialects()),
            client::close);
      }
    };
  }

  private record Client(Provider provider, Runnable close) {}

  private record Running(ProviderConfig config, Client client) {}
}
