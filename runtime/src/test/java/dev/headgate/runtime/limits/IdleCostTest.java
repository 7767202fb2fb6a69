package dev.headgate.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.Priority;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What a call pays that is let in at once: a microsecond or so. The bounds leave room for a busy
/// machine; a lock that many wait for, or a pass over something, would break them.
final class IdleCostTest {
  private static final int CALLS = 400_000;
  private static final long MOST_NANOS = 10_000;

  private final Admission admission =
      new Admission(LimitsConfig.DEFAULT.overload(), new LimitCounts());

  @Test
  void aPlaceCostsNextToNothing() {
    var nanos = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      nanos = Math.min(nanos, measure(CALLS));
    }

    assertThat(nanos).as("nanoseconds a call").isLessThan(MOST_NANOS);
  }

  @Test
  void threadsDoNotWaitForEachOther() throws Exception {
    var begin = new CountDownLatch(1);
    var began = 0L;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        var _ =
            threads.submit(() -> {
              begin.await();
              return measure(CALLS / 64);
            });
      }
      began = System.nanoTime();
      begin.countDown();
    }

    assertThat((System.nanoTime() - began) / CALLS).as("nanoseconds a call").isLessThan(MOST_NANOS);
    assertThat(admission.inFlight()).isZero();
  }

  @Test
  void whoIsNotLimitedPaysNextToNothing() {
    var limits = Limits.unlimited();
    var facts = new CallFacts("smart", "ann", () -> 100);
    var nanos = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      var began = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        try (var entered = limits.enter(Caller.OPEN, facts)) {
          entered.settleTokens(100);
        }
      }
      nanos = Math.min(nanos, (System.nanoTime() - began) / CALLS);
    }

    assertThat(nanos).as("nanoseconds a call").isLessThan(MOST_NANOS);
  }

  private long measure(int calls) {
    var began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      admission.enter(Priority.NORMAL, "shop", 1_000, null).close();
    }
    return (System.nanoTime() - began) / calls;
  }
}
