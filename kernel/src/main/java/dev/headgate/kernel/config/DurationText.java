package dev.headgate.kernel.config;

import java.time.Duration;

/// A duration as a configuration writes it, such as `500ms`, `4s` or `30d`: for messages, so that
/// what they name can be found where it was declared.
public final class DurationText {
  private DurationText() {}

  /// In the largest unit that says it whole; what is less than a millisecond is left out.
  public static String of(Duration duration) {
    var millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    var seconds = millis / 1_000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
