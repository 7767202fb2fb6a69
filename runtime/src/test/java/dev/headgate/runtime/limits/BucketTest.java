package dev.headgate.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.access.Rate;
import dev.headgate.runtime.access.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketTest {
  private static final long SECOND = 1_000_000_000L;
  private static final List<Window> WINDOWS = List.of(Window.values());

  /// So much was used at a time.
  private record Use(long at, long amount) {}

  @Test
  void grantsWhatItHoldsAtOnceAndThenWhatFlowsIn() {
    var bucket = new Bucket(new Rate(60, Window.MINUTE), 0);

    for (int i = 0; i < 60; i++) {
      assertThat(bucket.hold(1, 0)).isZero();
    }

    assertThat(bucket.hold(1, 0)).isEqualTo(SECOND);
    bucket.settle(60, 60, 0);
    assertThat(bucket.remaining(0)).isZero();
    assertThat(bucket.remaining(SECOND)).isEqualTo(1);
    assertThat(bucket.hold(1, SECOND)).isZero();
    assertThat(bucket.hold(1, SECOND)).isPositive();
  }

  @Test
  void whatIsHeldIsNotThereAndWhatIsGivenBackIs() {
    var bucket = new Bucket(new Rate(100, Window.MINUTE), 0);

    assertThat(bucket.hold(80, 0)).isZero();
    assertThat(bucket.hold(30, 0)).isPositive();
    bucket.settle(80, 10, 0);

    assertThat(bucket.remaining(0)).isEqualTo(90);
    assertThat(bucket.hold(90, 0)).isZero();
  }

  @Test
  void aCallThatUsedMoreThanItHeldIsPaidByThoseWhoComeNext() {
    var bucket = new Bucket(new Rate(60, Window.MINUTE), 0);

    assertThat(bucket.hold(10, 0)).isZero();
    bucket.settle(10, 90, 0);

    assertThat(bucket.remaining(0)).isZero();
    assertThat(bucket.hold(1, 30 * SECOND)).isEqualTo(SECOND);
    assertThat(bucket.hold(1, 31 * SECOND)).isZero();
  }

  @Test
  void holdsThatOverlapAFullBucketAreNotRefilledTwice() {
    var bucket = new Bucket(new Rate(100, Window.MINUTE), 0);
    assertThat(bucket.hold(100, 0)).isZero();

    // A minute later the bucket would have been full anyway; giving back must not add to that.
    bucket.settle(100, 0, 60 * SECOND);

    assertThat(bucket.hold(100, 60 * SECOND)).isZero();
    assertThat(bucket.hold(1, 60 * SECOND)).isPositive();
  }

  /// For any order of holds, settlements of any part, and pauses: between any two moments no more
  /// is used than the bucket holds and what flows in.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void neverMoreThanTheBurstAndTheRate(long seed) {
    var random = new Random(seed);
    var amount = 1 + random.nextInt(500);
    var window = WINDOWS.get(random.nextInt(WINDOWS.size()));
    var bucket = new Bucket(new Rate(amount, window), 0);
    var running = new ArrayDeque<Long>();
    var uses = new ArrayList<Use>();
    var now = 0L;

    for (int i = 0; i < 2_000; i++) {
      now += (long) (random.nextDouble() * random.nextDouble() * window.length().toNanos() / 20);
      if (random.nextBoolean() && !running.isEmpty()) {
        var held = random.nextBoolean() ? running.pollFirst() : running.pollLast();
        var used = random.nextInt(4) == 0 ? held : (long) (random.nextDouble() * held);
        bucket.settle(held, used, now);
        uses.add(new Use(now, used));
      } else {
        var asked = 1L + random.nextInt(amount);
        if (bucket.hold(asked, now) == 0) {
          running.add(asked);
        }
      }
    }

    for (int from = 0; from < uses.size(); from++) {
      var sum = 0L;
      for (int to = from; to < uses.size(); to++) {
        sum += uses.get(to).amount;
        var elapsed = uses.get(to).at - uses.get(from).at;
        var most = amount + (double) amount * elapsed / window.length().toNanos();
        assertThat((double) sum)
            .as("seed %d, uses %d to %d", seed, from, to)
            .isLessThanOrEqualTo(most + 1e-6);
      }
    }
  }

  @Test
  void aClientThatAsksAllTheTimeGetsTheWholeRate() {
    var bucket = new Bucket(new Rate(600, Window.MINUTE), 0);
    var granted = 0;

    for (long now = 0; now < 60 * SECOND; now += SECOND / 100) {
      if (bucket.hold(1, now) == 0) {
        bucket.settle(1, 1, now);
        granted++;
      }
    }

    assertThat(granted).isBetween(1_190, 1_200);
  }
}
