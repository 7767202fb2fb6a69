package dev.headgate.server.boot;

import dev.headgate.providers.ProviderConfig;
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
              : new Running(config, Client.open(config, clock));
      next.put(config.name(), door);
      providers.add(door.client.provider());
    }
    var retired = new ArrayList<>(running.values());
    retired.removeAll(next.values());
    running = next;
    retired.forEach(gone -> gone.client.close().run());
    return providers;
  }

  void close() {
    running.values().forEach(provider -> provider.client.close().run());
  }

  private record Running(ProviderConfig config, Client client) {}
}
