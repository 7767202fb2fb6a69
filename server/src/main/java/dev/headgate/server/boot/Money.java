package dev.headgate.server.boot;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.money.PriceCatalog;
import dev.headgate.providers.catalog.BundledCatalog;
import dev.headgate.providers.webhooks.Webhooks;
import dev.headgate.runtime.budgets.AlertDelivery;
import dev.headgate.runtime.budgets.BudgetMetrics;
import dev.headgate.runtime.budgets.BudgetsConfig;
import dev.headgate.runtime.budgets.LeasedBudgetLedger;
import dev.headgate.server.admin.Books;
import dev.headgate.store.budgets.AlertOutbox;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.Reconciliation;
import dev.headgate.store.database.Database;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Prices, budgets, the ledger and the alerts of a house.
public final class Money implements AutoCloseable {
  private final Supplier<BudgetsConfig> config;
  private final PriceCatalog prices = new BundledCatalog();
  private final LeasedBudgetLedger ledger;
  private final AlertDelivery alerts;
  private final Books books;

  Money(Database core, Supplier<BudgetsConfig> config, InstantSource clock, BudgetMetrics meters) {
    this.config = config;
    var ids = new IdSource(clock, () -> ThreadLocalRandom.current().nextLong());
    var store = new BudgetStore(core, ids, clock);
    ledger = new LeasedBudgetLedger(store, config.get().budgets(), ids, clock, meters);
    books = new Books(store, ledger, new Reconciliation(core, ids), prices, clock);
    alerts =
        new AlertDelivery(
            new AlertOutbox(core),
            new Webhooks()::post,
            () -> config.get().alerts(),
            clock,
            () -> ThreadLocalRandom.current().nextLong());
  }

  /// Takes up what is declared now.
  void change() {
    ledger.change(config.get().budgets());
  }

  public BudgetLedger ledger() {
    return ledger;
  }

  public PriceCatalog prices() {
    return prices;
  }

  /// How budgets and the ledger stand.
  public Books books() {
    return books;
  }

  @Override
  public void close() {
    alerts.close();
    ledger.close();
  }
}
