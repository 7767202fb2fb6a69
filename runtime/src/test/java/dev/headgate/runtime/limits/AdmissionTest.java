package dev.headgate.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.limits.Admission.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private static final Duration TARGET = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final List<Priority> ALL = List.of(Priority.values());

  private final LimitCounts counts = new LimitCounts();

  @Test
  void letsInUntilThePlacesOfAClassAreTaken() {
    var admission = admission(100, 0, Duration.ZERO);

    var batch = enterAll(admission, Priority.BATCH);
    var low = enterAll(admission, Priority.LOW);
    var normal = enterAll(admission, Priority.NORMAL);
    var high = enterAll(admission, Priority.HIGH);
    var critical = enterAll(admission, Priority.CRITICAL);

    assertThat(List.of(batch.size(), low.size(), normal.size(), high.size(), critical.size()))
        .containsExactly(50, 25, 17, 5, 3);
    assertThat(admission.inFlight()).isEqualTo(100);
    assertThat(counts.shedOf(Priority.BATCH)).isEqualTo(1);
  }

  @Test
  void aRefusalSaysWhenToComeBackAndComesAtOnce() {
    var admission = admission(1, 0, Duration.ZERO);
    var permit = admission.enter(Priority.NORMAL, "a", 0, null);
    var began = System.nanoTime();

    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(() -> admission.enter(Priority.BATCH, "a", 0, null))
          .asInstanceOf(type(CallFailed.class))
          .returns(ErrorCode.OVERLOADED, CallFailed::code)
          .satisfies(failure -> assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(5)));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    permit.close();
  }

  @Test
  void aPlaceThatBecomesFreeGoesToTheMostImportant() throws Exception {
    var admission = admission(1, 10, LONG);
    var order = new ArrayList<Priority>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = admission.enter(Priority.NORMAL, "a", 0, null);
      var all = new ArrayList<Future<?>>();
      for (var priority : List.of(Priority.BATCH, Priority.NORMAL, Priority.CRITICAL)) {
        var before = admission.waiting();
        all.add(
            threads.submit(() -> {
              try (var _ = admission.enter(priority, "a", 0, null)) {
                order.add(priority);
              }
            }));
        awaitWaiting(admission, before + 1);
      }
      first.close();
      for (var one : all) {
        one.get();
      }
    }

    assertThat(order).containsExactly(Priority.CRITICAL, Priority.NORMAL, Priority.BATCH);
    assertThat(admission.inFlight()).isZero();
  }

  @Test
  void whoMattersLessMakesRoomInAFullQueue() throws Exception {
    var admission = admission(1, 1, LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = admission.enter(Priority.NORMAL, "a", 0, null);
      var batch = threads.submit(() -> admission.enter(Priority.BATCH, "a", 0, null));
      awaitWaiting(admission, 1);
      var critical = threads.submit(() -> admission.enter(Priority.CRITICAL, "b", 0, null));

      assertThatThrownBy(batch::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CallFailed.class);
      assertThatThrownBy(() -> admission.enter(Priority.BATCH, "a", 0, null))
          .isInstanceOf(CallFailed.class);
      first.close();
      critical.get().close();
    }

    assertThat(counts.shedOf(Priority.BATCH)).isEqualTo(2);
    assertThat(counts.shedOf(Priority.CRITICAL)).isZero();
  }

  @Test
  void aCallWhoseDeadlinePassesInTheQueueIsRefusedThen() {
    var admission = admission(1, 10, LONG);
    var first = admission.enter(Priority.NORMAL, "a", 0, null);
    var deadline = System.nanoTime() + Duration.ofMillis(20).toNanos();

    assertThatThrownBy(() -> admission.enter(Priority.NORMAL, "a", 0, deadline))
        .isInstanceOf(CallFailed.class);

    assertThat(System.nanoTime() - deadline).isBetween(0L, Duration.ofSeconds(5).toNanos());
    assertThat(admission.waiting()).isZero();
    assertThatThrownBy(() -> admission.enter(Priority.NORMAL, "a", 0, deadline))
        .isInstanceOf(CallFailed.class);
    first.close();
    admission.enter(Priority.NORMAL, "a", 0, null).close();
  }

  @Test
  void noPlaceIsLostAndNoneIsGivenTwice() throws Exception {
    var admission = admission(8, 64, LONG);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var begin = new CountDownLatch(1);
    var served = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 64)
              .mapToObj(i ->
                  threads.submit(() -> {
                    begin.await();
                    for (int n = 0; n < 300; n++) {
                      var priority = ALL.get((i + n) % ALL.size());
                      try (var _ = admission.enter(priority, "p" + i % 7, n * 1_000L, null)) {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(1_000);
                        running.decrementAndGet();
                        served.incrementAndGet();
                      }
                    }
                    return null;
                  }))
              .toList();
      begin.countDown();
      for (var one : all) {
        one.get();
      }
    }

    assertThat(served.get()).isEqualTo(64 * 300);
    assertThat(most.get()).isBetween(2, 8);
    assertThat(admission.inFlight()).isZero();
    assertThat(admission.waiting()).isZero();
  }

  @Test
  void aReloadWithMorePlacesLetsInWhoWaits() throws Exception {
    var admission = admission(1, 10, LONG);
    var first = admission.enter(Priority.CRITICAL, "a", 0, null);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var second = threads.submit(() -> admission.enter(Priority.CRITICAL, "a", 0, null));
      awaitWaiting(admission, 1);

      admission.declare(new OverloadConfig(Duration.ofMillis(10), 2, 2, 10, LONG));

      second.get().close();
      first.close();
    }
  }

  @Test
  void aBurstWaitsAndAStandingQueueDoesNot() throws Exception {
    var wait = Duration.ofMillis(60);
    var admission = new Admission(new OverloadConfig(TARGET, 2, 4, 10, wait), counts);
    admission.adjust(Duration.ofSeconds(1).toNanos());
    assertThat(admission.limit()).isEqualTo(2);
    var permits = enterAll(admission, Priority.CRITICAL);

    // However late this thread comes, sooner or later the queue has stood for too long.
    var shortest = wait;
    for (int i = 0; i < 50 && shortest.compareTo(wait) >= 0; i++) {
      shortest = waited(admission);
    }
    assertThat(shortest).isLessThan(wait);

    Thread.sleep(Duration.ofMillis(600));
    assertThat(waited(admission)).isGreaterThanOrEqualTo(wait);
    permits.forEach(Permit::close);
  }

  @Test
  void connectionsRestAfterARefusalOnlyWhereToRefuseIsTooMuchToo() {
    var admission = new Admission(new OverloadConfig(TARGET, 2, 4, 10, LONG), counts);
    var tooLong = TARGET.multipliedBy(10).toNanos();

    admission.adjust(tooLong);
    assertThat(admission.rest()).isZero();

    admission.adjust(tooLong);
    assertThat(admission.rest()).isPositive();
    for (int i = 0; i < 20; i++) {
      admission.adjust(tooLong);
    }
    assertThat(admission.rest()).isEqualTo(Duration.ofSeconds(1));

    for (int i = 0; i < 20; i++) {
      admission.adjust(0);
    }
    assertThat(admission.rest()).isZero();
  }

  private static Duration waited(Admission admission) {
    var began = System.nanoTime();
    assertThatThrownBy(() -> admission.enter(Priority.CRITICAL, "a", 0, null))
        .isInstanceOf(CallFailed.class);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static List<Permit> enterAll(Admission admission, Priority priority) {
    var permits = new ArrayList<Permit>();
    try {
      while (true) {
        permits.add(admission.enter(priority, "a", 0, null));
      }
    } catch (CallFailed e) {
      return permits;
    }
  }

  private static void awaitWaiting(Admission admission, int calls) {
    var deadline = System.nanoTime() + LONG.toNanos();
    while (admission.waiting() < calls) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Admission admission(int places, int queue, Duration wait) {
    return new Admission(
        new OverloadConfig(Duration.ofMillis(10), places, places, queue, wait), counts);
  }
}
