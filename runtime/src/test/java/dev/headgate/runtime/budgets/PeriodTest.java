package dev.headgate.runtime.budgets;

import static dev.headgate.runtime.budgets.LedgerHouse.atMost;
import static dev.headgate.runtime.budgets.LedgerHouse.budget;
import static dev.headgate.runtime.budgets.LedgerHouse.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.store.budgets.WindowRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeriodTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "HOUR, 2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z",
    "HOUR, 2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z",
    "DAY, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "DAY, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "WEEK, 2026-11-21T12:00:00Z, 2026-11-15T23:00:00Z, 2026-11-22T23:00:00Z",
    "MONTH, 2026-03-31T21:59:59Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
    "MONTH, 2026-12-31T22:59:59Z, 2026-11-30T23:00:00Z, 2026-12-31T23:00:00Z"
  })
  void followsTheCalendarOfItsZone(Period period, Instant at, Instant start, Instant end) {
    var span = period.at(at, ZoneId.of("Europe/Zurich"));

    assertThat(span.startsAt()).isEqualTo(start.toEpochMilli());
    assertThat(span.endsAt()).isEqualTo(end.toEpochMilli());
  }

  @Test
  void aClockThatGoesBackBeginsNoWindowTwice() {
    var now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    InstantSource clock = now::get;
    var daily = budget("day", "$1", Period.DAY, true, null);
    try (var house = LedgerHouse.open(folder, clock, daily)) {
      house.ledger().hold(by("k"), atMost("$1"), "p", "m").close();
      now.set(Instant.parse("2026-03-02T00:00:01Z"));
      house.ledger().hold(by("k"), atMost("$1"), "p", "m").close();
      for (var back : new String[] {"2026-03-01T23:00:00Z", "2026-02-28T12:00:00Z"}) {
        now.set(Instant.parse(back));
        assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$1"), "p", "m"))
            .hasMessageContaining("has $0.00 left");
      }
    }

    // Not after a restart either.
    try (var house = LedgerHouse.open(folder, clock, daily)) {
      assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$1"), "p", "m"))
          .hasMessageContaining("has $0.00 left");
      now.set(Instant.parse("2026-03-03T00:00:00Z"));
      house.ledger().hold(by("k"), atMost("$1"), "p", "m").close();
      house.ledger().flush();

      assertThat(house.store().allWindows())
          .extracting(WindowRow::key)
          .extracting(key -> Instant.ofEpochMilli(key.startsAtMillis()).toString())
          .containsExactly("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
    }
  }
}
