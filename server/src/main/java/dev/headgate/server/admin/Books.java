package dev.headgate.server.admin;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.chat.Usage.InputTokens;
import dev.headgate.kernel.chat.Usage.OutputTokens;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.money.PriceCatalog;
import dev.headgate.runtime.budgets.LeasedBudgetLedger;
import dev.headgate.store.budgets.Difference;
import dev.headgate.store.budgets.Reconciliation;
import dev.headgate.store.budgets.Reported;
import dev.headgate.store.budgets.WindowRow;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What whoever keeps the accounts may ask. Thread-safe.
public final class Books {
  private final LeasedBudgetLedger ledger;
  private final Reconciliation reconciliation;
  private final PriceCatalog prices;

  public Books(LeasedBudgetLedger ledger, Reconciliation reconciliation, PriceCatalog prices) {
    this.ledger = ledger;
    this.reconciliation = reconciliation;
    this.prices = prices;
  }

  /// Budgets of the present, settled calls included.
  public List<WindowRow> windows() {
    return ledger.windows();
  }

  public Set<String> frozenKeys() {
    return ledger.frozenKeys();
  }

  /// Accepts calls from a key again; false if it was not frozen.
  public boolean thaw(String key) {
    return ledger.thaw(key);
  }

  /// Compares the ledger with what providers report.
  ///
  /// @param release whether estimates that are too high are lowered
  public List<Difference> reconcile(List<UsageRow> rows, boolean release) {
    ledger.flush();
    var differences = reconciliation.run(rows.stream().map(this::reported).toList(), release);
    ledger.refresh();
    return differences;
  }

  private Reported reported(UsageRow row) {
    return new Reported(
        row.day(),
        row.provider(),
        row.model(),
        row.nanos() == UsageRow.UNKNOWN ? priced(row) : row.nanos());
  }

  private long priced(UsageRow row) {
    var noon = row.day().atTime(12, 0).toInstant(ZoneOffset.UTC);
    var price =
        prices
            .find(row.provider(), row.model(), Map.of(), noon)
            .orElseThrow(() ->
                CallFailed.invalid(
                    "usage",
                    "the row of %s for \"%s/%s\" has no cost, and no price of that model is known; add a column \"cost\""
                        .formatted(row.day(), row.provider(), row.model())));
    var usage =
        new Usage(
            new InputTokens(row.inputTokens(), 0, 0, 0, 0, 0),
            new OutputTokens(row.outputTokens(), 0, 0),
            0);
    return price.of(usage, Duration.ZERO).total().nanos();
  }
}
