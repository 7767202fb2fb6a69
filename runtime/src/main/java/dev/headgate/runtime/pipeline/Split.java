package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.features.Latency;
import dev.headgate.runtime.features.Tier;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The time of one call, split over its steps.
///
/// @param began by `System.nanoTime`
record Split(Latency latency, long began) {
  /// What the search may take; empty if nothing bounds it.
  Optional<Duration> retrieval() {
    return shortest(latency.retrieval(), left());
  }

  /// What a tier may take; empty if nothing bounds it. Zero if no time is left.
  Optional<Duration> tier(Tier tier) {
    var own =
        switch (tier) {
          case Tier.Generate generate -> generate.deadline();
          case Tier.Chain chain -> chain.deadline();
          case Tier.Extract _, Tier.Reply _ -> null;
        };
    return shortest(own, latency.tier(tier.name()).orElse(null), left());
  }

  private @Nullable Duration left() {
    var total = latency.total();
    if (total == null) {
      return null;
    }
    var left = total.minusNanos(System.nanoTime() - began);
    return left.isPositive() ? left : Duration.ZERO;
  }

  private static Optional<Duration> shortest(@Nullable Duration... bounds) {
    Duration shortest = null;
    for (var bound : bounds) {
      if (bound != null && (shortest == null || bound.compareTo(shortest) < 0)) {
        shortest = bound;
      }
    }
    return Optional.ofNullable(shortest);
  }
}
