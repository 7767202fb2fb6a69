package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `latency` section of a feature: how the time of a call is split.
///
/// @param total for the whole call, the wait for its turn included; null for no bound
/// @param retrieval for the search, null for no bound of its own
/// @param tiers for each tier that is named
public record Latency(
    @Nullable Duration total, @Nullable Duration retrieval, Map<String, Duration> tiers) {
  public static final Latency NONE = new Latency(null, null, Map.of());

  public Latency {
    tiers = Map.copyOf(tiers);
  }

  /// The tier's share; empty if it has none of its own.
  public Optional<Duration> tier(String name) {
    return Optional.ofNullable(tiers.get(name));
  }

  /// @param names of the feature's tiers
  static Latency from(ConfigNode latency, Collection<String> names) {
    var total = duration(latency, "total", "Longest time for the whole call, from its arrival");
    var retrieval = duration(latency, "retrieval", "Longest time for the search");
    return new Latency(total, retrieval, tiers(latency, names));
  }

  private static Map<String, Duration> tiers(ConfigNode latency, Collection<String> names) {
    var doc = "Longest time for a tier, by its name, such as {generated: 5s}";
    if (latency.isDescribing()) {
      var _ = latency.anyMap("tiers", doc);
      return Map.of();
    }
    return latency.section(
        "tiers",
        doc,
        section -> {
          var tiers = new LinkedHashMap<String, Duration>();
          for (var name : names) {
            var read = duration(section, name, doc);
            if (read != null) {
              tiers.put(name, read);
            }
          }
          return tiers;
        });
  }

  private static @Nullable Duration duration(ConfigNode latency, String key, String doc) {
    var read = latency.duration(key, Duration.ZERO, doc + "; 0s for no bound");
    return read.isPositive() ? read : null;
  }
}
