package dev.headgate.kernel.money;

import dev.headgate.kernel.chat.Usage;
import java.time.Duration;
import java.util.Optional;

/// `price: free`.
record FreePrice() implements Price {
  @Override
  public Cost of(Usage usage, Duration took) {
    return Cost.NOTHING;
  }

  @Override
  public Money atMost(CallBound bound) {
    return Money.ZERO;
  }

  @Override
  public long outputTokensFor(Money amount, CallBound bound) {
    return bound.outputTokens();
  }

  @Override
  public Optional<Duration> timeFor(Money amount) {
    return Optional.empty();
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
