package dev.headgate.runtime.budgets;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.WorstCase;
import dev.headgate.store.budgets.AlertOutbox;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.WindowRow;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A ledger on a data directory of its own.
record LedgerHouse(
    DataDirectory directory,
    Database core,
    BudgetStore store,
    AlertOutbox outbox,
    LeasedBudgetLedger ledger)
    implements AutoCloseable {

  static LedgerHouse open(Path folder, InstantSource clock, BudgetConfig... budgets) {
    var directory = DataDirectory.open(folder);
    var core = Database.openCore(directory, clock, _ -> {});
    var ids = new IdSource(clock, new SecureRandom());
    var store = new BudgetStore(core, ids, clock);
    var ledger = new LeasedBudgetLedger(store, List.of(budgets), ids, clock, BudgetMetrics.NONE);
    return new LedgerHouse(directory, core, store, new AlertOutbox(core), ledger);
  }

  static BudgetConfig budget(String name, String limit, boolean hard) {
    return budget(name, limit, Period.MONTH, hard, null);
  }

  static BudgetConfig budget(
      String name, String limit, Period period, boolean hard, @Nullable Dimension per) {
    return new BudgetConfig(
        name,
        new BudgetConfig.Terms(money(limit), period, ZoneOffset.UTC, hard),
        new BudgetConfig.Whose(Map.of(), per),
        List.of(500, 800, 1_000));
  }

  static Charge by(String key) {
    return new Charge(Map.of(Dimension.KEY, Set.of(key)), "tr_test");
  }

  static Bound atMost(String amount) {
    return atMost(amount, amount);
  }

  static Bound atMost(String amount, String least) {
    return new Bound.Known(new WorstCase(money(amount), money(least)));
  }

  static Money money(String amount) {
    return Money.parse(amount).orElseThrow();
  }

  /// The only window there is.
  WindowRow window() {
    return store.allWindows().getFirst();
  }

  @Override
  public void close() {
    ledger.close();
    core.close();
    directory.close();
  }
}
