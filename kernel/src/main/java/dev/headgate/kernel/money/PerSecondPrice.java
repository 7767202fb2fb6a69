package dev.headgate.kernel.money;

import dev.headgate.kernel.chat.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/// The price of a machine that is paid by time, whatever it writes.
///
/// @param dollars for a second
record PerSecondPrice(BigDecimal dollars) implements Price {
  private static final int NANO_DIGITS = 9;
  private static final Duration MAX_TIME = Duration.ofDays(365);

  @Override
  public Cost of(Usage usage, Duration took) {
    var seconds = BigDecimal.valueOf(took.toNanos(), NANO_DIGITS);
    return Cost.other(dollars.multiply(seconds).setScale(NANO_DIGITS, RoundingMode.CEILING));
  }

  @Override
  public Money atMost(CallBound bound) {
    return of(Usage.NONE, bound.time()).total();
  }

  @Override
  public long outputTokensFor(Money amount, CallBound bound) {
    return atMost(bound).isMoreThan(amount) ? 0 : bound.outputTokens();
  }

  @Override
  public Optional<Duration> timeFor(Money amount) {
    if (dollars.signum() == 0) {
      return Optional.empty();
    }
    var nanos =
        amount
            .dollars()
            .movePointRight(NANO_DIGITS)
            .divide(dollars, 0, RoundingMode.FLOOR)
            .min(BigDecimal.valueOf(MAX_TIME.toNanos()));
    return Optional.of(Duration.ofNanos(nanos.longValueExact()));
  }

  @Override
  public boolean chargesTokens() {
    return false;
  }

  @Override
  public Allowance allowance() {
    return Allowance.EVERYTHING;
  }
}
