package dev.headgate.runtime.budgets;

import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.budgets.JournalEntry;
import java.util.List;

/// Is told what happens to money; money in nano-dollars.
public interface BudgetMetrics {
  BudgetMetrics NONE = new BudgetMetrics() {};

  default void held(long nanos) {}

  default void refused(ErrorCode code) {}

  default void overran(long nanos) {}

  /// A request has ended whose cost nobody knows.
  default void unknownCost() {}

  /// Changes that are durable now.
  default void written(List<JournalEntry> entries) {}
}
