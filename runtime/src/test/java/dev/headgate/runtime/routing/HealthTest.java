package dev.headgate.runtime.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Health health = new Health();
  private long now = Duration.ofHours(1).toNanos();

  @Test
  void opensAtTheFifthFailureAmongTen() {
    for (int i = 0; i < 4; i++) {
      fail(ErrorCode.PROVIDER_FAILED);
      succeed();
    }
    assertThat(health.isWell(now)).isTrue();

    fail(ErrorCode.PROVIDER_FAILED);

    assertThat(health.isOpen()).isTrue();
  }

  @Test
  void opensAfterTwoSecondsOfNothingButFailures() {
    fail(ErrorCode.PROVIDER_TIMEOUT);
    pass(Duration.ofSeconds(2));
    assertThat(health.isOpen()).isFalse();

    fail(ErrorCode.PROVIDER_TIMEOUT);

    assertThat(health.isOpen()).isTrue();
  }

  @Test
  void takesARefusalForNoIllness() {
    for (int i = 0; i < 20; i++) {
      fail(ErrorCode.PROVIDER_REJECTED);
      fail(ErrorCode.CONTEXT_LENGTH_EXCEEDED);
    }

    assertThat(health.isWell(now)).isTrue();
  }

  @Test
  void letsOneProbeASecondThroughAndFewerIfTheyFail() {
    for (int i = 0; i < 5; i++) {
      fail(ErrorCode.PROVIDER_FAILED);
    }
    assertThat(health.takeProbe(now)).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(health.takeProbe(now)).isTrue();
    assertThat(health.takeProbe(now)).isFalse();
    fail(ErrorCode.PROVIDER_FAILED);
    pass(Duration.ofSeconds(1));
    assertThat(health.takeProbe(now)).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(health.takeProbe(now)).isTrue();

    succeed();

    assertThat(health.isWell(now)).isTrue();
  }

  @Test
  void restsAsLongAsItIsToldUpToACap() {
    var limited = new CallFailed(ErrorCode.PROVIDER_RATE_LIMITED, "busy");
    health.began();
    health.failed(new Failure(limited.retryAfter(Duration.ofDays(9)), 429), now);
    assertThat(health.isWell(now + Health.MAX_REST.toNanos() - 1)).isFalse();

    pass(Health.MAX_REST);

    assertThat(health.isWell(now)).isTrue();
  }

  @Test
  void halvesItsCallsWhenTheyAreTooManyAndGrowsByOneARound() {
    for (int i = 0; i < 8; i++) {
      health.began();
    }
    health.failed(new Failure(new CallFailed(ErrorCode.PROVIDER_RATE_LIMITED, "busy")), now);
    pass(Duration.ofSeconds(2));
    // Seven run, four may.
    assertThat(health.isWell(now)).isFalse();
    for (int i = 0; i < 4; i++) {
      health.succeeded();
    }

    assertThat(health.isWell(now)).isTrue();
    health.began();
    assertThat(health.isWell(now)).as("four and a bit").isTrue();
    health.began();
    assertThat(health.isWell(now)).isFalse();
  }

  @Test
  void slownessCountsAtOnceAndIsForgottenSlowly() {
    measure(Duration.ofMillis(100));
    var quick = health.cost(now);
    measure(Duration.ofSeconds(5));
    var slow = health.cost(now);
    measure(Duration.ofMillis(100));

    assertThat(slow).isGreaterThan(quick * 40);
    assertThat(health.cost(now)).isBetween(slow / 2, slow);
    pass(Duration.ofMinutes(1));
    assertThat(health.cost(now)).isLessThan(quick);
  }

  private void measure(Duration took) {
    health.answered(took.toNanos(), now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void succeed() {
    health.began();
    health.succeeded();
  }

  private void fail(ErrorCode code) {
    health.began();
    health.failed(new Failure(new CallFailed(code, "x"), 400), now);
  }
}
