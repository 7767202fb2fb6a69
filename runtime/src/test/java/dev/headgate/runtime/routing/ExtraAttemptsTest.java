package dev.headgate.runtime.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraAttemptsTest {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(ExtraAttempts.WINDOW_SECONDS);

  private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(3));

  /// Everybody always wants to try again, at every pace.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void staysWithinTheShareWheneverOneIsTaken(long seed) {
    var random = new Random(seed);
    var budget = new ExtraAttempts(.2, 10, nanos::get);
    var calls = new ArrayDeque<Long>();
    var extra = new ArrayDeque<Long>();
    for (int i = 0; i < 20_000; i++) {
      var pause = random.nextInt(100) == 0 ? 4_000_000_000L : 30_000_000L;
      var now = nanos.addAndGet((long) (random.nextDouble() * pause));
      budget.call();
      calls.add(now);
      var taken = budget.take();
      if (taken) {
        extra.add(now);
      }
      while (calls.peek() <= now - WINDOW) {
        calls.remove();
      }
      while (!extra.isEmpty() && extra.peek() <= now - WINDOW) {
        extra.remove();
      }

      if (taken) {
        assertThat(extra.size()).as("seed %d", seed).isLessThanOrEqualTo(most(calls.size()));
      }
    }
  }

  private static int most(int calls) {
    return (int) Math.max(10, .2 * calls);
  }

  @Test
  void allowsAFewHoweverRareCallsAre() {
    var budget = new ExtraAttempts(.2, 3, nanos::get);
    budget.call();

    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isFalse();
    nanos.addAndGet(2 * WINDOW);
    assertThat(budget.take()).isTrue();
  }
}
