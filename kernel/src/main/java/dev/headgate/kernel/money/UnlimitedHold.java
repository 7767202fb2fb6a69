package dev.headgate.kernel.money;

import dev.headgate.kernel.chat.Usage;

/// Money that nobody counts.
record UnlimitedHold() implements Hold {
  @Override
  public Money amount() {
    return Money.ZERO;
  }

  @Override
  public boolean isLimited() {
    return false;
  }

  @Override
  public void awaitDurable() {}

  @Override
  public boolean extend(Money more) {
    return true;
  }

  @Override
  public void settle(Money actual, Usage usage, String responseModel) {}

  @Override
  public void cancel() {}

  @Override
  public void settleEstimated() {}
}
