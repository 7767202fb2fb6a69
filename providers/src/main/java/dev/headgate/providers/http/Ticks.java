package dev.headgate.providers.http;

import java.time.Duration;

/// Monotonic nanoseconds since this class was loaded: small and positive, so that they compare
/// plainly.
final class Ticks {
  private static final long ORIGIN = System.nanoTime();

  private Ticks() {}

  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  static long after(Duration duration) {
    return now() + duration.toNanos();
  }
}
