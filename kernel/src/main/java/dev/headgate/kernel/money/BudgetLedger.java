package dev.headgate.kernel.money;

import dev.headgate.kernel.errors.CallFailed;

/// The port to budgets and to the record of what was spent. Thread-safe.
public interface BudgetLedger {
  /// Limits nothing and records nothing.
  BudgetLedger UNLIMITED = (_, _, _, _) -> new UnlimitedHold();

  /// Reserves money for one request to a provider; each retry and each hedge holds for itself.
  /// Costs microseconds unless a budget is near its end.
  ///
  /// @param provider that the request goes to
  /// @param model the provider's name of it
  /// @throws CallFailed `BUDGET_EXCEEDED`, `BUDGET_UNPRICED`, `BUDGET_UNBOUNDED`, `BUDGET_FROZEN`,
  ///   or what the store throws
  Hold hold(Charge who, Bound bound, String provider, String model);
}
