package dev.headgate.runtime.cache;

import java.time.Duration;

/// Whether and for how long answers of a model or a feature are kept.
///
/// @param maxAge an older answer is not given again; zero switches the cache off
public record CacheRule(Duration maxAge) {
  public static final CacheRule OFF = new CacheRule(Duration.ZERO);

  public boolean isOn() {
    return maxAge.isPositive();
  }
}
