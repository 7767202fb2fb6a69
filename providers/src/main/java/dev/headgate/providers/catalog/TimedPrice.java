package dev.headgate.providers.catalog;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.money.Allowance;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Cost;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import java.time.Duration;
import java.util.Optional;

/// A price that may change while a call runs: the bound is the dearer one's.
///
/// @param now when the call begins; what the call costs
/// @param soon when it ends at the latest
record TimedPrice(Price now, Price soon) implements Price {
  @Override
  public Cost of(Usage usage, Duration took) {
    return now.of(usage, took);
  }

  @Override
  public Money atMost(CallBound bound) {
    return now.atMost(bound).max(soon.atMost(bound));
  }

  @Override
  public long outputTokensFor(Money amount, CallBound bound) {
    return Math.min(now.outputTokensFor(amount, bound), soon.outputTokensFor(amount, bound));
  }

  @Override
  public Optional<Duration> timeFor(Money amount) {
    return Optional.empty();
  }

  @Override
  public boolean chargesTokens() {
    return true;
  }

  @Override
  public Allowance allowance() {
    return now.allowance();
  }
}
