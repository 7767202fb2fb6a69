package dev.headgate.runtime.routing;

import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How one deployment is doing, learned from the calls that went there. Thread-safe.
///
/// The breaker opens at 5 failures among the last 10 attempts, or when nothing but failures came
/// for 2 seconds. While it is open, one call a second is let through as a probe; one success closes
/// it. Being told to wait (`Retry-After`, a spent quota) is no illness: the deployment rests. The
/// number of calls at the same time is halved when the provider says that they are too many, and
/// grows by one for as many successes as it allows (AIMD: Chiu and Jain, 1989). Time to first token
/// is a peak-sensitive moving average: it jumps up at once and decays with time (Finagle's
/// PeakEWMA).
final class Health {
  static final int FAILURES_TO_OPEN = 5;
  static final Duration TIME_TO_OPEN = Duration.ofSeconds(2);
  static final Duration PROBE_EVERY = Duration.ofSeconds(1);
  static final Duration MAX_REST = Duration.ofMinutes(1);
  static final Duration QUOTA_REST = Duration.ofMinutes(5);
  static final Duration DEFAULT_REST = Duration.ofSeconds(1);

  private static final int HISTORY_BITS = 10;
  private static final int HISTORY_MASK = (1 << HISTORY_BITS) - 1;
  private static final double DECAY_NANOS = Duration.ofSeconds(10).toNanos();
  // A deployment of which nothing is known is tried before a slow one.
  private static final double UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private int history;
  private int failuresInRow;
  private long firstFailureAt;
  private boolean open;
  private long probedAt;
  private long restsUntil = Long.MIN_VALUE;
  private int inFlight;
  private double limit = Integer.MAX_VALUE;
  private double firstTokenNanos = UNKNOWN_NANOS;
  private long measuredAt;

  /// Whether a call may go there without need.
  synchronized boolean isWell(long now) {
    return !open && restsUntil <= now && inFlight < limit;
  }

  /// Whether a call should go there to see how it is; only one a second should.
  synchronized boolean takeProbe(long now) {
    if (!open || restsUntil > now || now - probedAt < PROBE_EVERY.toNanos()) {
      return false;
    }
    probedAt = now;
    return true;
  }

  synchronized boolean isOpen() {
    return open;
  }

  synchronized void began() {
    inFlight++;
  }

  /// The first piece of an answer is here.
  synchronized void answered(long tookNanos, long now) {
    var decayed = firstTokenNanos * Math.exp(-(now - measuredAt) / DECAY_NANOS);
    var weight = Math.exp(-1.0 / 4);
    firstTokenNanos = tookNanos > decayed ? tookNanos : weight * decayed + (1 - weight) * tookNanos;
    measuredAt = now;
  }

  /// An attempt is over, and there was nothing wrong.
  synchronized void succeeded() {
    inFlight--;
    history = (history << 1) & HISTORY_MASK;
    failuresInRow = 0;
    if (open) {
      open = false;
      history = 0;
    }
    if (limit < Integer.MAX_VALUE) {
      limit += 1 / limit;
    }
  }

  /// An attempt is over and says nothing about the deployment.
  synchronized void released() {
    inFlight--;
  }

  synchronized void failed(Failure failure, long now) {
    if (failure.isIllness()) {
      ill(now);
    }
    var code = failure.why().code();
    if (code == ErrorCode.PROVIDER_RATE_LIMITED || code == ErrorCode.PROVIDER_OVERLOADED) {
      limit = Math.max(1, Math.min(limit, inFlight) / 2);
      rest(failure.retryAfter().orElse(DEFAULT_REST), MAX_REST, now);
    } else if (code == ErrorCode.PROVIDER_QUOTA_EXHAUSTED || failure.status() == 401) {
      rest(QUOTA_REST, QUOTA_REST, now);
    }
    inFlight--;
  }

  /// Lower is better: what a call would wait there.
  synchronized double cost(long now) {
    var decayed = firstTokenNanos * Math.exp(-(now - measuredAt) / DECAY_NANOS);
    return Math.max(decayed, UNKNOWN_NANOS) * (inFlight + 1);
  }

  private void ill(long now) {
    history = ((history << 1) | 1) & HISTORY_MASK;
    if (failuresInRow++ == 0) {
      firstFailureAt = now;
    }
    var lasting = failuresInRow > 1 && now - firstFailureAt >= TIME_TO_OPEN.toNanos();
    if (!open && (Integer.bitCount(history) >= FAILURES_TO_OPEN || lasting)) {
      open = true;
      probedAt = now;
    }
  }

  private void rest(Duration asked, Duration most, long now) {
    var pause = asked.compareTo(most) > 0 ? most : asked;
    restsUntil = Math.max(restsUntil, now + pause.toNanos());
  }
}
