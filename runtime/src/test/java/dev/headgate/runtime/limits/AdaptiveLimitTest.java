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
    limit.adjust(BAD, 1_000, 1_000);

    assertThat(limit.limit()).isEqualTo(562);
  }

  @Test
  void keepsAGoodPartOfWhatWasFineAMomentAgo() {
    limit.adjust(FINE, 500, 500);

    for (int i = 0; i < 10; i++) {
      limit.adjust(BAD, 2_000, 2_000);
    }

    assertThat(limit.limit()).isBetween(175, 200);
  }

  @Test
  void neverFallsBelowItsLeast() {
    for (int i = 0; i < 100; i++) {
      limit.adjust(BAD, 50, 50);
    }

    assertThat(limit.limit()).isEqualTo(20);
  }

  @Test
  void growsAgainWhileItIsWhatHoldsCallsBack() {
    limit.adjust(BAD, 100, 100);
    assertThat(limit.limit()).isEqualTo(56);

    limit.adjust(FINE, 10, 10);
    assertThat(limit.limit()).isEqualTo(56);

    for (int i = 0; i < 200; i++) {
      limit.adjust(FINE, limit.limit(), limit.limit());
    }
    assertThat(limit.limit()).isGreaterThan(5_000);
  }
}
