package dev.headgate.server.boot;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.PriceCatalog;
import dev.headgate.providers.catalog.BundledCatalog;
import dev.headgate.providers.webhooks.Webhooks;
import dev.headgate.runtime.budgets.AlertDelivery;
import dev.headgate.runtime.budgets.BudgetMetrics;
import dev.headgate.runtime.budgets.BudgetsConfig;
import dev.headgate.runtime.budgets.LeasedBudgetLedger;
import dev.headgate.runtime.budgets.PriceBook;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.server.admin.Books;
import dev.headgate.store.budgets.AlertOutbox;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.Reconciliation;
import dev.headgate.store.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Prices, budgets, the ledger and the alerts of a house.
public final class Money implements AutoCloseable {
  private final Supplier<BudgetsConfig> config;
  private static final Usage TYPICAL = Usage.of(3_000, 0, 1_000, 0);

  private final PriceCatalog prices = new BundledCatalog();
  private final PriceBook book;
  private final LeasedBudgetLedger ledger;
  private final AlertDelivery alerts;
  private final Books books;

  Money(Database core, Supplier<BudgetsConfig> config, InstantSource clock, BudgetMetrics meters) {
    this.config = config;
    book = new PriceBook(prices, clock);
    var ids = new IdSource(clock, () -> ThreadLocalRandom.current().nextLong());
    var store = new BudgetStore(core, ids, clock);
    ledger = new LeasedBudgetLedger(store, config.get().budgets(), ids, clock, meters);
    books = new Books(ledger, new Reconciliation(core, ids), prices);
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

  /// What a deployment charges now, empty if nobody knows.
  Optional<Price> price(Deployment.Remote deployment) {
    var own = deployment.terms().price();
    return own == null
        ? book.find(deployment.provider().catalog(), deployment.model())
        : Optional.of(own);
  }

  /// What a call of common length costs, in nano-dollars; infinite if nobody knows.
  double typicalCost(Deployment.Remote deployment) {
    return price(deployment)
        .map(price -> (double) price.of(TYPICAL, Duration.ofSeconds(1)).total().nanos())
        .orElse(Double.POSITIVE_INFINITY);
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
