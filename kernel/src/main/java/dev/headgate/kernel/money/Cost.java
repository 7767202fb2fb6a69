package dev.headgate.kernel.money;

import java.math.BigDecimal;

/// What something costs, exactly. Rounding happens once, in [#total].
///
/// @param input dollars for what was read
/// @param output dollars for what was written
/// @param other dollars for what is neither, such as searches, requests and seconds
public record Cost(BigDecimal input, BigDecimal output, BigDecimal other) {
  public static final Cost NOTHING = new Cost(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /// A cost that is neither for input nor for output.
  public static Cost other(BigDecimal dollars) {
    return new Cost(BigDecimal.ZERO, BigDecimal.ZERO, dollars);
  }

  /// The whole, rounded up to the next nano-dollar.
  public Money total() {
    return Money.ceiling(input.add(output).add(other));
  }
}
