package dev.headgate.providers.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Reads the `Retry-After` header: seconds or a date.
public final class RetryAfter {
  /// Longer pauses are cut: a provider's mistake must not stop a caller for days.
  public static final Duration MAX = Duration.ofMinutes(5);

  private RetryAfter() {}

  /// Empty if it is neither, or already over.
  public static Optional<Duration> parse(String value, Instant now) {
    var pause = isNumber(value) ? seconds(value) : untilDate(value, now);
    return pause
        .filter(duration -> duration.isPositive())
        .map(duration -> duration.compareTo(MAX) > 0 ? MAX : duration);
  }

  private static boolean isNumber(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<Duration> seconds(String digits) {
    return Optional.of(digits.length() > 9 ? MAX : Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static Optional<Duration> untilDate(String value, Instant now) {
    try {
      var date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
