package dev.headgate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PaceTest {
  @Test
  void callsOfAStepAreEvenlySpaced() {
    var pace = Pace.steady(4, Duration.ofSeconds(2));

    assertThat(pace.calls()).isEqualTo(8);
    assertThat(pace.dueNanos(0)).isZero();
    assertThat(pace.dueNanos(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
    assertThat(pace.dueNanos(7)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_750));
  }

  @Test
  void aStepBeginsWhenTheOneBeforeHasEnded() {
    var second = Duration.ofSeconds(1);
    var pace =
        new Pace(
            List.of(new Pace.Step(2, second), new Pace.Step(0, second), new Pace.Step(10, second)));

    assertThat(pace.calls()).isEqualTo(12);
    assertThat(pace.dueNanos(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(pace.dueNanos(2)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    assertThat(pace.dueNanos(3)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(2_100));
    assertThat(pace.length()).isEqualTo(Duration.ofSeconds(3));
  }
}
