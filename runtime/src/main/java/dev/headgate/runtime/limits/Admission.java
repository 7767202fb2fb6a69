package dev.headgate.runtime.limits;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.limits.Waiter.Fate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one gate of the whole server: calls come in while fewer run than the machine can serve, wait
/// a moment in a fair queue else, and are refused when that is full or takes too long, the least
/// important first. Thread-safe.
///
/// While nobody waits, a call takes a place by one compare-and-set and no lock. A place that is
/// given back is offered to whoever waits. Neither can miss the other: who leaves frees the place
/// before it looks for waiters, and who waits is in the queue before it looks for places.
///
/// A queue is for bursts. One that stands makes every call late and lets none more in, so where the
/// places have been too few for a while because the processors are, calls wait a moment at most and
/// a few at a time, as in CoDel (Nichols and Jacobson, 2012): the others are refused at once.
public final class Admission {
  /// A place, until it is closed.
  public interface Permit extends AutoCloseable {
    /// For what is never refused.
    Permit FREE = () -> {};

    @Override
    void close();
  }

  private static final int BYTES_PER_COST = 64 << 10;
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int LEAST_FEW = 8;
  private static final int PLACES_PER_FEW = 16;
  private static final long SHORTEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);
  private static final Duration RETRY_LATER = Duration.ofSeconds(5);

  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final LongAdder ended = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final FairQueue queue = new FairQueue();
  private final LimitCounts counts;
  private volatile OverloadConfig config;
  private volatile AdaptiveLimit limit;
  private volatile int waiting;
  private volatile long restNanos;
  // Since when there have been too few places, and when that was last seen; guarded by the lock.
  private long fullSince = System.nanoTime();
  private long fullSeen = fullSince;

  public Admission(OverloadConfig config, LimitCounts counts) {
    this.config = config;
    this.limit = new AdaptiveLimit(config);
    this.counts = counts;
  }

  /// Other bounds hold from now on.
  public void declare(OverloadConfig next) {
    if (!next.equals(config)) {
      config = next;
      limit = new AdaptiveLimit(next);
      offer();
    }
  }

  /// Waits for a place. Throws [CallFailed] with `OVERLOADED`.
  ///
  /// @param bytes of the request's body, -1 if it does not say
  /// @param deadline after which nobody wants the answer, by `System.nanoTime`; null for never
  public Permit enter(Priority priority, String project, long bytes, @Nullable Long deadline) {
    if (waiting == 0 && take(priority)) {
      return this::leave;
    }
    var waiter = new Waiter(priority, project, cost(bytes));
    var latest = enqueue(waiter, deadline);
    if (waiter.fate() == Fate.WAITING) {
      offer();
      waiter.await(latest);
    }
    if (settle(waiter)) {
      return this::leave;
    }
    throw refused(priority);
  }

  /// Calls that run now.
  public int inFlight() {
    return inFlight.get();
  }

  /// Calls that wait to be let in.
  public int waiting() {
    return waiting;
  }

  /// Calls that may run now.
  public int limit() {
    return limit.limit();
  }

  /// How long a connection rests after a refusal before its next request is read; mostly not at
  /// all. Where more are refused than answered, refusing takes the processor from those who were
  /// let in. A refusal says when to come again, and that is no sooner.
  public Duration rest() {
    return Duration.ofNanos(restNanos);
  }

  /// Learns from the delay of the last moments; see [AdaptiveLimit].
  void adjust(long delayNanos) {
    var running = inFlight.get();
    limit.adjust(delayNanos, running, peak.getAndSet(running), (int) ended.sumThenReset());
    restNanos =
        limit.isTooMuch()
            ? Math.clamp(2 * restNanos, SHORTEST_REST_NANOS, LONGEST_REST_NANOS)
            : restNanos < SHORTEST_REST_NANOS ? 0 : restNanos / 2;
    if (waiting > 0) {
      offer();
    }
  }

  /// Throws [CallFailed] with `OVERLOADED` if calls of a class would not be let in now.
  void requireRoom(Priority priority) {
    if (inFlight.get() > places(priority)) {
      throw refused(priority);
    }
  }

  private int places(Priority priority) {
    return Math.max(1, (int) (limit.limit() * share(priority)));
  }

  // What of the places each class may take: the last ones are for what matters most.
  private static double share(Priority priority) {
    return switch (priority) {
      case CRITICAL -> 1;
      case HIGH -> .97;
      case NORMAL -> .92;
      case LOW -> .75;
      case BATCH -> .5;
    };
  }

  private boolean take(Priority priority) {
    var places = places(priority);
    while (true) {
      var running = inFlight.get();
      if (running >= places) {
        return false;
      }
      if (inFlight.compareAndSet(running, running + 1)) {
        if (running + 1 > peak.get()) {
          peak.accumulateAndGet(running + 1, Math::max);
        }
        return true;
      }
    }
  }

  private void leave() {
    inFlight.decrementAndGet();
    ended.increment();
    if (waiting > 0) {
      offer();
    }
  }

  /// Until when the call may wait, by `System.nanoTime`; it may be refused already.
  private long enqueue(Waiter waiter, @Nullable Long deadline) {
    lock.lock();
    try {
      var now = System.nanoTime();
      var stands = stands(now);
      var longest = config.maxWait().toNanos();
      var latest = now + (stands ? Math.min(longest, MOMENT_NANOS) : longest);
      if (deadline != null && deadline - latest < 0) {
        latest = deadline;
      }
      var most = stands ? Math.min(config.maxQueue(), few()) : config.maxQueue();
      if (latest - now <= 0 || (queue.size() >= most && !makeRoom(waiter))) {
        waiter.decide(Fate.REFUSED);
      } else {
        queue.add(waiter);
        waiting = queue.size();
      }
      return latest;
    } finally {
      lock.unlock();
    }
  }

  /// Whether there have been too few places for longer than a burst lasts.
  private boolean stands(long now) {
    if (now - fullSeen > BURST_NANOS) {
      fullSince = now;
    }
    fullSeen = now;
    return now - fullSince > BURST_NANOS && limit.isLearnt();
  }

  private int few() {
    return Math.max(LEAST_FEW, limit.limit() / PLACES_PER_FEW);
  }

  private boolean makeRoom(Waiter waiter) {
    var victim = queue.evictFor(waiter.priority, waiter.project);
    victim.ifPresent(evicted -> evicted.decide(Fate.REFUSED));
    return victim.isPresent();
  }

  /// Lets in who waits, as far as there are places. Classes get fewer places the less they matter,
  /// so when there is none for the first class there is none for the others.
  private void offer() {
    lock.lock();
    try {
      for (var first = queue.first(); first != null && take(first); first = queue.first()) {
        queue.take(first).decide(Fate.LET_IN);
      }
      waiting = queue.size();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the call was let in; if nothing was decided, its time is up.
  private boolean settle(Waiter waiter) {
    if (waiter.fate() == Fate.WAITING) {
      lock.lock();
      try {
        if (waiter.fate() == Fate.WAITING) {
          queue.remove(waiter);
          waiting = queue.size();
          waiter.decide(Fate.REFUSED);
        }
      } finally {
        lock.unlock();
      }
    }
    return waiter.fate() == Fate.LET_IN;
  }

  private CallFailed refused(Priority priority) {
    counts.shed(priority);
    return new CallFailed(
            ErrorCode.OVERLOADED,
            "the gateway has more to do than it can, and this call has priority %s; send it again later"
                .formatted(LimitCounts.label(priority)))
        .retryAfter(priority.compareTo(Priority.LOW) < 0 ? RETRY_SOON : RETRY_LATER);
  }

  private static int cost(long bytes) {
    return Math.clamp(1 + bytes / BYTES_PER_COST, 1, FairQueue.MOST_COST);
  }
}
