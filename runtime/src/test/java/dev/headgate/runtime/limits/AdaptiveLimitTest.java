package dev.headgate.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptiveLimitTest {
  private static final long FINE = Duration.ofMillis(1).toNanos();
  private static final long BAD = Duration.ofMillis(100).toNanos();

  private final AdaptiveLimit limit =
      new AdaptiveLimit(
          new OverloadConfig(Duration.ofMillis(10), 20, 10_000, 100, Duration.ofMillis(200)));

  @Test
  void beginsAtTheMost() {
    assertThat(limit.limit()).isEqualTo(10_000);
  }

  @Test
  void shrinksFromWhatRunsAndNotFromWhatMightRun() {
    trouble(1_000);

    assertThat(limit.limit()).isBetween(900, 910);

    limit.adjust(BAD, 1_000, 1_000, 1_000);

    assertThat(limit.limit()).isBetween(500, 515);
  }

  @Test
  void keepsAGoodPartOfWhatWasFineAMomentAgo() {
    for (int i = 0; i < 30; i++) {
      limit.adjust(FINE, 500, 500, 500);
    }

    for (int i = 0; i < 15; i++) {
      limit.adjust(BAD, 2_000, 2_000, 2_000);
    }

    assertThat(limit.limit()).isBetween(165, 200);
  }

  @Test
  void aFineMomentBetweenBadOnesSaysNothing() {
    for (int i = 0; i < 100; i++) {
      limit.adjust(i % 2 == 0 ? BAD : FINE, 1_000, 1_000, 1_000);
    }
    trouble(1_000);
    trouble(1_000);

    assertThat(limit.limit()).isLessThan(60);
  }

  @Test
  void neverFallsBelowItsLeast() {
    for (int i = 0; i < 100; i++) {
      limit.adjust(BAD, 50, 50, 50);
    }

    assertThat(limit.limit()).isEqualTo(20);
  }

  @Test
  void aBurstDoesNotTakeThePlacesAway() {
    trouble(2_000);

    assertThat(limit.limit()).isGreaterThan(1_800);
  }

  @Test
  void growsAgainWhileItIsWhatHoldsCallsBack() {
    trouble(100);
    var least = limit.limit();

    limit.adjust(FINE, 10, 10, 10);
    assertThat(limit.limit()).isEqualTo(least);

    for (int i = 0; i < 20; i++) {
      limit.adjust(FINE, limit.limit(), limit.limit(), limit.limit());
    }
    assertThat(limit.limit()).isEqualTo(10_000);
  }

  @Test
  void forgetsTroubleThatIsLongOver() {
    trouble(100);
    var least = limit.limit();

    for (int i = 0; i < 30; i++) {
      limit.adjust(FINE, 10, 10, 10);
    }
    assertThat(limit.limit()).isEqualTo(least);

    for (int i = 0; i < 10; i++) {
      limit.adjust(FINE, 10, 10, 10);
    }
    assertThat(limit.limit()).isEqualTo(10_000);
  }

  @Test
  void letsInMoreThanRunWhereThatManyAreFine() {
    trouble(2_000);
    limit.adjust(BAD, 2_000, 2_000, 2_000);
    assertThat(limit.limit()).isLessThan(1_500);

    limit.adjust(FINE, 2_000, 2_000, 2_000);

    assertThat(limit.limit()).isGreaterThan(2_000);
  }

  @Test
  void longCallsAreNotWhatMakesTheDelay() {
    for (int i = 0; i < 20; i++) {
      limit.adjust(BAD, 2_000, 2_000, 0);
    }
    assertThat(limit.limit()).isEqualTo(2_000);

    limit.adjust(FINE, 2_000, 2_000, 0);
    assertThat(limit.limit()).isGreaterThan(2_300);
  }

  /// As long as a burst may last.
  private void trouble(int running) {
    for (int i = 0; i < 5; i++) {
      limit.adjust(BAD, running, running, running);
    }
  }
}
