package dev.headgate.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts how calls to features end: by which tier, and with what.
final class TierMeters {
  /// Most series; each change of a feature is a new release.
  static final int MAX_SERIES = 10_000;

  /// Stands for all releases beyond.
  private static final String OTHER = "_other";

  private record Key(String feature, String release, String tier, String outcome) {}

  private final MeterRegistry registry;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

  TierMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void resolved(String feature, String release, String tier, String outcome) {
    var key = new Key(feature, release, tier, outcome);
    var counter = counters.get(key);
    if (counter == null) {
      var counted = counters.size() < MAX_SERIES ? key : new Key(feature, OTHER, tier, outcome);
      counter = counters.computeIfAbsent(counted, this::counter);
    }
    counter.increment();
  }

  private Counter counter(Key key) {
    return Counter.builder("headgate.tiers.calls")
        .description("Calls to features, by the tier that answered and what its answer was")
        .tag("headgate_feature", key.feature)
        .tag("headgate_release", key.release)
        .tag("headgate_tier", key.tier)
        .tag("headgate_outcome", key.outcome)
        .register(registry);
  }
}
