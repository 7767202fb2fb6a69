package dev.headgate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void aPercentileIsTheLeastValueThatSoManyDoNotExceed() {
    var samples = new Samples();

    for (int millis = 1_000; millis >= 1; millis--) {
      samples.add(0, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    assertThat(samples.p50()).isEqualTo(500);
    assertThat(samples.p99()).isEqualTo(990);
    assertThat(samples.percentile(99.9)).isEqualTo(999);
    assertThat(samples.percentile(100)).isEqualTo(1_000);
  }

  @Test
  void aSingleValueIsEveryPercentileAndNoneIsNotANumber() {
    var samples = new Samples();

    assertThat(samples.p50()).isNaN();
    samples.add(0, 1_234_000);

    assertThat(samples.percentile(0)).isEqualTo(1.234);
    assertThat(samples.p99()).isEqualTo(1.234);
  }

  @Test
  void aPartIsCutByTheMomentAndNotByTheValue() {
    var samples = new Samples();
    samples.add(999, 1_000_000);
    samples.add(1_000, 2_000_000);
    samples.add(1_999, 3_000_000);
    samples.add(2_000, 4_000_000);

    var second = samples.between(1_000, 2_000);

    assertThat(second.size()).isEqualTo(2);
    assertThat(second.percentile(100)).isEqualTo(3);
  }
}
