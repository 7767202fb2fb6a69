package dev.headgate.runtime.limits;

import dev.headgate.runtime.access.Rate;

/// A bucket that fills evenly: in any time t no more than `amount + rate · t` is used. Thread-safe.
///
/// Use is a generic cell rate algorithm (ITU-T I.371) on one number, the time at which the bucket
/// will be full again ("theoretical arrival time"). What a call may use at most is held beside it
/// while the call runs, and becomes use when the call has said how much it was. Two invariants make
/// the bound exact, however long calls run and however little they use of what they hold:
///
/// - A hold is granted only if `level - held ≥ amount`. The level only rises by itself, so each
///   hold finds its amount in the bucket when it ends.
/// - What is given back was never taken from the level, so nothing is refilled twice.
final class Bucket {
  private final Rate rate;
  private final long window;
  private final double nanosEach;
  private long fullAt;
  private long held;

  /// @param now by the clock of all later calls, in nanoseconds
  Bucket(Rate rate, long now) {
    this.rate = rate;
    this.window = rate.window().length().toNanos();
    this.nanosEach = (double) window / rate.amount();
    this.fullAt = now;
  }

  Rate rate() {
    return rate;
  }

  /// Whether so much is ever in the bucket.
  boolean canHold(long amount) {
    return amount <= rate.amount();
  }

  /// Holds so much, or nothing.
  ///
  /// @return 0 if it was there, else nanoseconds after which it will be if no hold ends before
  synchronized long hold(long amount, long now) {
    var after = missing(now) + nanos(held + amount);
    if (after > window) {
      return after - window;
    }
    held += amount;
    return 0;
  }

  /// Ends a hold. What was used beyond it counts too: who comes next waits until it is there.
  synchronized void settle(long amount, long used, long now) {
    held -= amount;
    fullAt = now + missing(now) + nanos(used);
  }

  synchronized long remaining(long now) {
    return Math.max(0, (long) Math.floor((window - missing(now)) / nanosEach) - held);
  }

  /// Until the bucket is full, if nobody takes anything.
  synchronized long nanosUntilFull(long now) {
    return missing(now) + nanos(held);
  }

  private long missing(long now) {
    return Math.max(fullAt - now, 0);
  }

  // Rounded up: no rounding ever grants more than the rate.
  private long nanos(long amount) {
    return (long) Math.ceil(amount * nanosEach);
  }
}
