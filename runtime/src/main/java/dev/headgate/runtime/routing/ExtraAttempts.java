package dev.headgate.runtime.routing;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A budget of attempts beyond the first of each call: at most a share of the calls of the last
/// seconds, so that a provider in trouble is not buried under repetitions. A few are allowed
/// however rare calls are. Thread-safe.
///
/// Time is cut into slots of a second. Calls are counted over one slot less than extra attempts, so
/// that the share holds over every window and not only over those that begin with a slot.
final class ExtraAttempts {
  static final int WINDOW_SECONDS = 10;

  private static final int SLOTS = WINDOW_SECONDS + 2;

  private final double share;
  private final int floor;
  private final LongSupplier nanos;
  private final long[] second = new long[SLOTS];
  private final int[] calls = new int[SLOTS];
  private final int[] extra = new int[SLOTS];

  /// @param share of the calls, from 0 to 1
  /// @param floor allowed in any window however few calls there were
  /// @param nanos a monotonic clock
  ExtraAttempts(double share, int floor, LongSupplier nanos) {
    this.share = share;
    this.floor = floor;
    this.nanos = nanos;
  }

  synchronized void call() {
    calls[slot(now())]++;
  }

  /// Whether one more is within the budget; if so it is taken.
  synchronized boolean take() {
    var now = now();
    var callsSeen = 0;
    var taken = 0;
    for (int i = 0; i < SLOTS; i++) {
      var age = now - second[i];
      callsSeen += age < WINDOW_SECONDS ? calls[i] : 0;
      taken += age <= WINDOW_SECONDS ? extra[i] : 0;
    }
    if (taken + 1 > Math.max(floor, share * callsSeen)) {
      return false;
    }
    extra[slot(now)]++;
    return true;
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong());
  }

  private int slot(long now) {
    var slot = (int) Math.floorMod(now, (long) SLOTS);
    if (second[slot] != now) {
      second[slot] = now;
      calls[slot] = 0;
      extra[slot] = 0;
    }
    return slot;
  }
}
