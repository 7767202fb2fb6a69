package dev.headgate.runtime.limits;

/// How many calls may run at the same time, learnt from how long ready work waits for a processor.
/// One thread at a time adjusts; any may read.
///
/// The delay is the gateway's own: it grows when there is more work than processors, whatever
/// providers and clients do, and a slow provider does not raise it. Below the target the limit
/// grows while it is what holds calls back, and the faster the longer the delay has been fine;
/// above, it shrinks, and the faster the longer the delay is, unless that may be a burst of calls
/// that come at once. It never falls much below a number of calls with which the delay was fine a
/// moment ago: when most of the work is to say no, letting fewer in would not make the delay any
/// shorter. What was learnt from trouble that is long over is forgotten: calls that only wait for a
/// slow provider cost little, so how many run says little about how many may.
final class AdaptiveLimit {
  private static final double SLOWEST_SHRINK = .98;
  private static final double FASTEST_SHRINK = .5;
  private static final double GENTLY = .25;
  private static final int BURST = 5;
  private static final int MOST_TROUBLE = 10;
  private static final double GROWTH = .03;
  private static final int SOON_CALM = 10;
  private static final int LONG_CALM = 30;
  private static final int MOST_DOUBLINGS = 5;
  private static final double NEARLY_FULL = .8;
  private static final double KEPT_OF_HEALTHY = .4;
  private static final double HEALTHY_FADES = .99;
  private static final double HEALTHY_LEARNS = .2;
  private static final double FASTEST_GROWTH = .2;

  private final int min;
  private final int max;
  private final long targetNanos;
  private double healthy;
  // Fine moments since the last bad one, and bad ones less the fine ones since.
  private int calm;
  private int trouble;
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
  /// @param ended calls that have ended
  void adjust(long delayNanos, int running, int peak, int ended) {
    // Long calls cost little at a time: with them, the limit is changed less by a delay, and may
    // grow
    // by more of them.
    var turnover = Math.min(1, (double) ended / Math.max(1, peak));
    if (delayNanos <= targetNanos) {
      // One fine moment between bad ones says nothing: what ran then may be what made the next one.
      healthy += calm == 0 ? 0 : HEALTHY_LEARNS * (running - healthy);
      isLeast = false;
      calm++;
      trouble = Math.max(0, trouble - 1);
      if (peak >= NEARLY_FULL * limit || calm > LONG_CALM) {
        var growth =
            Math.clamp(GROWTH / turnover, GROWTH, FASTEST_GROWTH)
                * (1 << Math.clamp(calm - SOON_CALM, 0, MOST_DOUBLINGS));
        limit = (int) Math.min(max, Math.max(limit, running) * (1 + growth) + 1);
      }
    } else {
      calm = 0;
      healthy *= HEALTHY_FADES;
      trouble = Math.min(MOST_TROUBLE, trouble + 1);
      var shrink =
          trouble <= BURST
              ? SLOWEST_SHRINK
              : Math.clamp(
                  Math.pow((double) targetNanos / delayNanos, GENTLY),
                  FASTEST_SHRINK,
                  SLOWEST_SHRINK);
      var floor = Math.max(min, KEPT_OF_HEALTHY * healthy);
      var before = limit;
      var kept = 1 - (1 - shrink) * turnover;
      limit = (int) Math.clamp(Math.min(limit, peak) * kept, Math.min(floor, max), max);
      isLeast = limit >= before && limit <= floor;
    }
  }
}
