package dev.headgate.kernel.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// How far an amount reaches.
public final class Affordable {
  private static final int MILLION = 6;

  private Affordable() {}

  /// The most output tokens of each choice that an amount pays for, never more than the bound has.
  ///
  /// @param rest dollars that are due before the first output token
  /// @param perMillion dollars for a million output tokens
  public static long outputTokens(
      Money amount, BigDecimal rest, BigDecimal perMillion, CallBound bound) {
    var left = amount.dollars().subtract(rest);
    if (left.signum() < 0) {
      return 0;
    }
    if (perMillion.signum() == 0) {
      return bound.outputTokens();
    }
    var all = left.movePointRight(MILLION).divide(perMillion, 0, RoundingMode.FLOOR);
    var each = all.divide(BigDecimal.valueOf(bound.choices()), 0, RoundingMode.FLOOR);
    return each.min(BigDecimal.valueOf(bound.outputTokens())).longValueExact();
  }
}
