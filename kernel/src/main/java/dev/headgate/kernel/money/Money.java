package dev.headgate.kernel.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// An amount of US dollars in whole nano-dollars: 64 bits reach 9.2 billion dollars. Arithmetic is
/// exact and throws `ArithmeticException` where it would overflow.
public record Money(long nanos) implements Comparable<Money> {
  public static final Money ZERO = new Money(0);
  public static final Money MAX = new Money(Long.MAX_VALUE);

  private static final int NANO_DIGITS = 9;
  private static final Pattern WRITTEN = Pattern.compile("\\$?(\\d{1,9}(?:\\.\\d{1,9})?)");

  /// The smallest amount that is not less than `dollars`: fractions of a nano-dollar round up,
  /// since rounding down would let a budget pay for what it does not count.
  public static Money ceiling(BigDecimal dollars) {
    return new Money(
        dollars.movePointRight(NANO_DIGITS).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  /// Reads `$1.20`, `1.2` or `100`; empty for anything else.
  public static Optional<Money> parse(String text) {
    var parts = WRITTEN.matcher(text);
    return parts.matches()
        ? Optional.of(ceiling(new BigDecimal(parts.group(1))))
        : Optional.empty();
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(nanos, other.nanos));
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(nanos, other.nanos));
  }

  public Money times(long factor) {
    return new Money(Math.multiplyExact(nanos, factor));
  }

  public Money min(Money other) {
    return nanos <= other.nanos ? this : other;
  }

  public Money max(Money other) {
    return nanos >= other.nanos ? this : other;
  }

  public boolean isMoreThan(Money other) {
    return nanos > other.nanos;
  }

  public boolean isPositive() {
    return nanos > 0;
  }

  public BigDecimal dollars() {
    return BigDecimal.valueOf(nanos, NANO_DIGITS);
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(nanos, other.nanos);
  }

  /// As people write it: `$1.20`, `-$0.05`, and every digit that is not zero: `$0.0000375`.
  @Override
  public String toString() {
    var amount = dollars().abs().stripTrailingZeros();
    var shown = amount.scale() < 2 ? amount.setScale(2, RoundingMode.UNNECESSARY) : amount;
    return (nanos < 0 ? "-$" : "$") + shown.toPlainString();
  }
}
