package dev.headgate.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | PT7S",
        "300 | PT5M",
        "301 | PT5M",
        "99999999999999999999 | PT5M",
        "Fri, 20 Nov 2026 10:00:30 GMT | PT30S",
        "Sat, 20 Nov 2027 10:00:30 GMT | PT5M"
      })
  void readsSecondsAndDatesUpToACap(String value, Duration pause) {
    assertThat(RetryAfter.parse(value, NOW)).contains(pause);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "1.5", "soon", "Fri, 20 Nov 2026 09:59:59 GMT", "7 s"})
  void ignoresWhatIsOverOrNonsense(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }
}
