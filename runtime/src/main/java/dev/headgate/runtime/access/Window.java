package dev.headgate.runtime.access;

import java.time.Duration;
import java.util.Locale;

/// The time in which a bucket fills.
public enum Window {
  SECOND(Duration.ofSeconds(1)),
  MINUTE(Duration.ofMinutes(1)),
  HOUR(Duration.ofHours(1)),
  DAY(Duration.ofDays(1));

  private final Duration length;

  Window(Duration length) {
    this.length = length;
  }

  public Duration length() {
    return length;
  }

  /// As in `requests-per-minute`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
