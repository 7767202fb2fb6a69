package dev.headgate.runtime.limits;

import dev.headgate.runtime.access.Allowance;
import dev.headgate.runtime.access.Rate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What one subject has used. Thread-safe, without locks.
final class Meter {
  /// The buckets of one allowance; replaced together when another is declared.
  record Buckets(Allowance allowance, List<Bucket> requests, List<Bucket> tokens) {
    static Buckets of(Allowance allowance, long now) {
      return new Buckets(
          allowance,
          allowance.requests().stream().map(rate -> new Bucket(rate, now)).toList(),
          allowance.tokens().stream().map(rate -> new Bucket(rate, now)).toList());
    }

    private Buckets succeededBy(Allowance next, long now) {
      return new Buckets(
          next, successors(requests, next.requests(), now), successors(tokens, next.tokens(), now));
    }

    private static List<Bucket> successors(List<Bucket> before, List<Rate> rates, long now) {
      return rates.stream()
          .map(rate ->
              before.stream()
                  .filter(bucket -> bucket.rate().equals(rate))
                  .findAny()
                  .orElseGet(() -> new Bucket(rate, now)))
          .toList();
    }
  }

  private final Subject subject;
  private final AtomicInteger running = new AtomicInteger();
  private volatile Buckets buckets;

  Meter(Subject subject, Allowance allowance, long now) {
    this.subject = subject;
    this.buckets = Buckets.of(allowance, now);
  }

  Subject subject() {
    return subject;
  }

  /// The buckets of the allowance that is declared now; a rate that has not changed keeps what was
  /// used of it.
  Buckets buckets(Allowance declared, long now) {
    var found = buckets;
    if (found.allowance.equals(declared)) {
      return found;
    }
    var next = found.succeededBy(declared, now);
    buckets = next;
    return next;
  }

  /// Counts a call in, unless there are as many already.
  boolean enter(int most) {
    while (true) {
      var now = running.get();
      if (now >= most) {
        return false;
      }
      if (running.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  void leave() {
    running.decrementAndGet();
  }

  /// Whether forgetting it would change nothing.
  boolean isIdle(long now) {
    var found = buckets;
    return running.get() == 0
        && found.requests.stream().allMatch(bucket -> bucket.nanosUntilFull(now) == 0)
        && found.tokens.stream().allMatch(bucket -> bucket.nanosUntilFull(now) == 0);
  }
}
