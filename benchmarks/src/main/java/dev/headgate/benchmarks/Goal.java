package dev.headgate.benchmarks;

import java.util.Locale;

/// A figure that must not be more, or less, than its limit.
///
/// @param unit after the number, empty for a count or a ratio
record Goal(String what, double measured, boolean atMost, double limit, String unit) {
  static Goal atMost(String what, double measured, double limit, String unit) {
    return new Goal(what, measured, true, limit, unit);
  }

  static Goal atLeast(String what, double measured, double limit, String unit) {
    return new Goal(what, measured, false, limit, unit);
  }

  /// For what must not happen at all.
  static Goal none(String what, int measured) {
    return atMost(what, measured, 0, "");
  }

  /// What was not measured has not passed.
  boolean isPassed() {
    return atMost ? measured <= limit : measured >= limit;
  }

  String verdict() {
    if (Double.isNaN(measured)) {
      return "not measured";
    }
    return isPassed() ? "pass" : "missed by " + number(Math.abs(measured - limit)) + suffix();
  }

  @Override
  public String toString() {
    return "%s: %s, %s%s, goal %s %s%s"
        .formatted(
            verdict(),
            what,
            number(measured),
            suffix(),
            atMost ? "≤" : "≥",
            number(limit),
            suffix());
  }

  private String suffix() {
    return unit.isEmpty() ? "" : " " + unit;
  }

  /// As many digits as somebody wants to read.
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "?";
    }
    if (value == Math.rint(value) || Math.abs(value) >= 1_000) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.1f" : "%.2f", value);
  }
}
