package dev.headgate.runtime.routing;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How many calls a deployment may be given at the same time, learnt from its own refusals (429):
/// up by one for each full round of answers, down by a third for a refusal. Thread-safe, without
/// locks.
///
/// Additive increase and multiplicative decrease, as TCP does (Chiu and Jain, 1989). Refusals of
/// calls that were sent before the last decrease say nothing new and change nothing.
final class AdaptiveConcurrency {
  private static final double DECREASE = .67;

  private final int min;
  private final int max;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger limit;
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger generation = new AtomicInteger();

  /// A place at the deployment. Exactly one of its methods is called, once.
  final class Place {
    private final int begun = generation.get();

    /// The deployment has answered, whatever it said but 429.
    void answered() {
      running.decrementAndGet();
      if (answers.incrementAndGet() >= limit.get()) {
        answers.set(0);
        // An idle deployment proves nothing about more calls than it was given.
        if (running.get() >= limit.get() / 2) {
          limit.updateAndGet(now -> Math.min(max, now + 1));
        }
      }
    }

    /// The deployment has said 429.
    void refused() {
      var before = running.getAndDecrement();
      if (generation.compareAndSet(begun, begun + 1)) {
        answers.set(0);
        limit.updateAndGet(now -> Math.max(min, (int) (Math.min(now, before) * DECREASE)));
      }
    }

    /// The call ended without an answer of the deployment.
    void abandoned() {
      running.decrementAndGet();
    }
  }

  /// @param max also where it begins: a deployment is trusted until it refuses
  AdaptiveConcurrency(int min, int max) {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException("1 ≤ min ≤ max, not " + min + ", " + max);
    }
    this.min = min;
    this.max = max;
    this.limit = new AtomicInteger(max);
  }

  /// A place, null if the deployment has as many calls as it can take.
  @Nullable Place tryEnter() {
    while (true) {
      var now = running.get();
      if (now >= limit.get()) {
        return null;
      }
      if (running.compareAndSet(now, now + 1)) {
        return new Place();
      }
    }
  }

  int limit() {
    return limit.get();
  }

  int running() {
    return running.get();
  }
}
