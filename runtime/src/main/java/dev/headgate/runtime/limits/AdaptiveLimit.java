package dev.headgate.runtime.limits;

/// How many calls may run at the same time, learnt from how long ready work waits for a processor.
/// One thread at a time adjusts; any may read.
///
/// The delay is the gateway's own: it grows when there is more work than processors, whatever
/// providers and clients do, and a slow provider does not raise it. Below the target the limit
/// grows while it is what holds calls back (additive, and a twentieth of it, so that a large one is
/// found again soon); above, it shrinks the faster the longer the delay is. It never falls much
/// below a number of calls with which the delay was fine a moment ago: when most of the work is to
/// say no, letting fewer in would not make the delay any shorter.
final class AdaptiveLimit {
  private static final double SLOWEST_SHRINK = .98;
  private static final double FASTEST_SHRINK = .5;
  private static final double GENTLY = .25;
  private static final double GROWTH = .03;
  private static final double NEARLY_FULL = .8;
  private static final double KEPT_OF_HEALTHY = .4;
  private static final double HEALTHY_FADES = .99;

  private final int min;
  private final int max;
  private final long targetNanos;
  private double healthy;
  private volatile int limit;
  private volatile boolean isLeast;

  AdaptiveLimit(OverloadConfig config) {
    this.min = config.minInFlight();
    this.max = config.maxInFlight();
    this.targetNanos = config.targetDelay().toNanos();
    this.limit = max;
  }

  int limit() {
    return limit;
  }

  /// Whether fewer calls may run than declared, because of what was seen.
  boolean isLearnt() {
    return limit < max;
  }

  /// Whether the delay was too long although as few calls as may be were let in.
  boolean isTooMuch() {
    return isLeast;
  }

  /// Looks at what has happened since the last time.
  ///
  /// @param delayNanos the least delay that was seen, which bursts and collections do not raise
  /// @param running calls that run now
  /// @param peak most calls that ran at the same time
  void adjust(long delayNanos, int running, int peak) {
    healthy *= HEALTHY_FADES;
    if (delayNanos <= targetNanos) {
      healthy = Math.max(healthy, running);
      isLeast = false;
      if (peak >= NEARLY_FULL * limit) {
        limit = (int) Math.min(max, limit + Math.max(1, GROWTH * limit));
      }
    } else {
      var shrink =
          Math.clamp(
              Math.pow((double) targetNanos / delayNanos, GENTLY), FASTEST_SHRINK, SLOWEST_SHRINK);
      var floor = Math.max(min, KEPT_OF_HEALTHY * healthy);
      var before = limit;
      limit = (int) Math.clamp(Math.min(limit, peak) * shrink, Math.min(floor, max), max);
      isLeast = limit >= before;
    }
  }
}
