package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressBarTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void redrawsItsLineWhereSomebodyWatches() {
    try (var bar = new ProgressBar(terminal(true), "handbook", 0)) {
      bar.update(25, 100, 500, 10 * SECOND);
      bar.update(26, 100, 510, 10 * SECOND + 1);
    }

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r\u001b[K██████░░░░░░░░░░░░░░░░░░  handbook  25 of 100 files, 50 chunks/s, 30 s left\r\u001b[K");
  }

  @Test
  void writesAPlainLineNowAndThenElsewhere() {
    try (var bar = new ProgressBar(terminal(false), "handbook", 0)) {
      bar.update(1, 100, 5, SECOND);
      bar.update(25, 100, 500, 10 * SECOND);
      bar.update(26, 100, 510, 11 * SECOND);
    }

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .isEqualTo("handbook  25 of 100 files, 50 chunks/s, 30 s left\n");
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 s", "59.4, 59 s", "200, 3 min 20 s", "7500, 2 h 5 min"})
  void writesDurationsAsOneSaysThem(double seconds, String expected) {
    assertThat(ProgressBar.seconds(seconds)).isEqualTo(expected);
  }

  private Terminal terminal(boolean interactive) {
    return new Terminal(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        new PrintStream(shown, true, StandardCharsets.UTF_8),
        interactive);
  }
}
