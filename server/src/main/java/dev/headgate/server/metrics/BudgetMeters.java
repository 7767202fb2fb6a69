package dev.headgate.server.metrics;

import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.budgets.BudgetMetrics;
import dev.headgate.store.budgets.JournalEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// Counts money and refusals. Without the names of budgets: a budget per user would make a number
/// per user.
final class BudgetMeters implements BudgetMetrics {
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;
  private final Counter held;
  private final Counter overrun;
  private final Counter unknown;

  BudgetMeters(MeterRegistry registry) {
    this.registry = registry;
    this.held =
        Counter.builder("headgate.budgets.held.dollars")
            .description("Money that was reserved for requests to providers")
            .register(registry);
    this.overrun =
        Counter.builder("headgate.budgets.overrun.dollars")
            .description("Money that providers charged beyond the bound of a call")
            .register(registry);
    this.unknown =
        Counter.builder("headgate.budgets.unknown.cost")
            .description("Requests whose cost nobody knows, since their model has no price")
            .register(registry);
  }

  @Override
  public void held(long nanos) {
    held.increment(nanos / NANOS);
  }

  @Override
  public void refused(ErrorCode code) {
    Counter.builder("headgate.budgets.refused")
        .description("Requests that a budget refused, by error code")
        .tag("code", code.wireName())
        .register(registry)
        .increment();
  }

  @Override
  public void overran(long nanos) {
    overrun.increment(nanos / NANOS);
  }

  @Override
  public void unknownCost() {
    unknown.increment();
  }

  @Override
  public void written(List<JournalEntry> entries) {
    for (var entry : entries) {
      if (entry instanceof JournalEntry.Settled(var line, _)) {
        Counter.builder("headgate.budgets.spent.dollars")
            .description("Money in the ledger, by whether the provider said how much or not")
            .tag("estimated", Boolean.toString(line.estimated()))
            .register(registry)
            .increment(line.amount() / NANOS);
      }
    }
  }
}
