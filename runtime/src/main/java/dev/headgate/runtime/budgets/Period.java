package dev.headgate.runtime.budgets;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/// How long a limit holds, by the calendar.
public enum Period {
  HOUR,
  DAY,
  /// From Monday.
  WEEK,
  MONTH,
  /// Without an end.
  TOTAL;

  /// A stretch of time in epoch milliseconds, its end not included.
  record Span(long startsAt, long endsAt) {}

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The stretch that a moment lies in. A day is as long as it is where the clock changes.
  Span at(Instant now, ZoneId zone) {
    var local = now.atZone(zone);
    return switch (this) {
      // Truncated on the timeline, or the hour that a clock repeats would come once.
      case HOUR ->
          span(
              local.truncatedTo(ChronoUnit.HOURS),
              local.truncatedTo(ChronoUnit.HOURS).plusHours(1));
      case DAY -> days(local.toLocalDate(), 1, zone);
      case WEEK ->
          days(
              local.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
              7,
              zone);
      case MONTH -> {
        var first = local.toLocalDate().withDayOfMonth(1);
        yield span(first.atStartOfDay(zone), first.plusMonths(1).atStartOfDay(zone));
      }
      case TOTAL -> new Span(0, Long.MAX_VALUE);
    };
  }

  private static Span days(LocalDate first, int days, ZoneId zone) {
    return span(first.atStartOfDay(zone), first.plusDays(days).atStartOfDay(zone));
  }

  private static Span span(ZonedDateTime start, ZonedDateTime end) {
    return new Span(start.toInstant().toEpochMilli(), end.toInstant().toEpochMilli());
  }
}
