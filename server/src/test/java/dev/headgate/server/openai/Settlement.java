package dev.headgate.server.openai;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How the money of one attempt was settled.
///
/// @param how `settled`, `cancelled` or `estimated`
/// @param usage null if none was told
record Settlement(String how, @Nullable Usage usage) {
  /// A ledger that limits nothing and tells of every settlement.
  static BudgetLedger telling(Consumer<Settlement> listener) {
    return (_, _, _, _) -> new Told(listener);
  }

  private record Told(Consumer<Settlement> listener) implements Hold {
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
    public void settle(Money actual, Usage usage, String responseModel) {
      listener.accept(new Settlement("settled", usage));
    }

    @Override
    public void cancel() {
      listener.accept(new Settlement("cancelled", null));
    }

    @Override
    public void settleEstimated() {
      listener.accept(new Settlement("estimated", null));
    }
  }
}
