package dev.headgate.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0ms",
    "PT0.5S, 500ms",
    "PT4S, 4s",
    "PT1.5S, 1500ms",
    "PT90S, 90s",
    "PT5M, 5m",
    "PT1H, 1h",
    "PT25H, 25h",
    "P30D, 30d",
    "PT0.0049S, 4ms"
  })
  void writesADurationAsOneDeclaresIt(Duration duration, String expected) {
    assertThat(DurationText.of(duration)).isEqualTo(expected);
  }
}
