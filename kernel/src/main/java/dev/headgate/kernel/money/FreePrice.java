package dev.headgate.kernel.money;

import dev.headgate.kernel.chat.Usage;
import java.time.Duration;

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
  public boolean chargesTokens() {
    return false;
  }

  @Override
  public Allowance allowance() {
    return Allowance.EVERYTHING;
  }
}
