package dev.headgate.server.boot;

import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.openai.OpenAiProvider;
import dev.headgate.runtime.routing.Provider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
              : new Running(config, new OpenAiProvider(config, clock));
      next.put(config.name(), door);
      providers.add(new Provider(config.name(), OpenAiProvider.SYSTEM, door.client, door.client));
    }
    var retired = new ArrayList<>(running.values());
    retired.removeAll(next.values());
    running = next;
    retired.forEach(gone -> gone.client.close());
    return providers;
  }

  void close() {
    running.values().forEach(provider -> provider.client.close());
  }

  private record Running(ProviderConfig config, OpenAiProvider client) {}
}
