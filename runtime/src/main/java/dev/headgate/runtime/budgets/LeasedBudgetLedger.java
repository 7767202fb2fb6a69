package dev.headgate.runtime.budgets;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.store.budgets.AlertRow;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.JournalEntry;
import dev.headgate.store.budgets.LedgerLine;
import dev.headgate.store.budgets.WindowRow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Budgets on leases from core.db. Thread-safe.
public final class LeasedBudgetLedger implements BudgetLedger, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LeasedBudgetLedger.class.getName());

  // Callers choose names as in provider/NAME.
  private static final int MAX_TOLD = 4_096;

  private final BudgetStore store;
  private final InstantSource clock;
  private final IdSource ids;
  private final BudgetMetrics metrics;
  private final Windows windows;
  private final MoneyJournal journal;
  private final Set<String> frozen = ConcurrentHashMap.newKeySet();
  private final Set<String> toldUnpriced = ConcurrentHashMap.newKeySet();
  private volatile List<BudgetConfig> budgets;

  /// Settles what a killed process left behind, and begins.
  ///
  /// @param metrics is told of every hold, refusal and line
  public LeasedBudgetLedger(
      BudgetStore store,
      List<BudgetConfig> budgets,
      IdSource ids,
      InstantSource clock,
      BudgetMetrics metrics) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
    this.metrics = metrics;
    this.budgets = List.copyOf(budgets);
    store.recover();
    declare(this.budgets);
    frozen.addAll(store.frozen());
    this.windows = new Windows(store, clock);
    this.journal = new MoneyJournal(store, this::surplus, metrics::written);
  }

  /// Takes up other budgets from the next call on. What is held in the old ones settles there.
  public void change(List<BudgetConfig> next) {
    // What is leased goes back first, so that a lower limit finds what is truly held.
    windows.retire(this::giveBack);
    flush();
    budgets = List.copyOf(next);
    windows.retire(this::giveBack);
    declare(budgets);
  }

  // Whoever looks sees what is declared, and not what was when the last call came.
  private void declare(List<BudgetConfig> all) {
    for (var budget : all) {
      var terms = budget.terms();
      store.declare(budget.name(), terms.period().wireName(), terms.hard(), terms.limit().nanos());
    }
  }

  /// The windows of the present, settled calls included. A budget that no call has counted in yet
  /// stands there too, without a subject and with nothing spent.
  public List<WindowRow> windows() {
    flush();
    var rows = new ArrayList<>(store.windows(clock.millis()));
    var begun = rows.stream().map(row -> row.key().budget()).collect(Collectors.toSet());
    budgets.stream()
        .filter(budget -> !begun.contains(budget.name()))
        .map(budget -> budget.untouched(clock.instant()))
        .forEach(rows::add);
    rows.sort(
        Comparator.comparing((WindowRow row) -> row.key().budget())
            .thenComparing(row -> row.key().subject())
            .thenComparingLong(row -> row.key().startsAtMillis()));
    return rows;
  }

  @Override
  public Hold hold(Charge who, Bound bound, String provider, String model) {
    var key = who.one(Dimension.KEY);
    if (frozen.contains(key)) {
      metrics.refused(ErrorCode.BUDGET_FROZEN);
      throw frozen(key);
    }
    var counted = counted(who);
    var hard = counted.stream().filter(LiveWindow::isHard).toList();
    var amount =
        switch (bound) {
          case Bound.Known(var worst) ->
              reserve(hard, worst.amount().nanos(), worst.minimumUseful().nanos());
          case Bound.Unbounded(var remedy, var known) -> unlimited(hard, remedy, known);
          case Bound.Unpriced(var unpriced) -> unpriced(hard, unpriced);
        };
    var line =
        new LedgerLine(
            ids.next("ll"),
            clock.millis(),
            new LedgerLine.Payer(
                key, who.one(Dimension.PROJECT), who.one(Dimension.FEATURE), who.trace()),
            new LedgerLine.Used(provider, model, Usage.NONE),
            amount,
            true);
    var hold = new LedgerHold(this, line, counted, !(bound instanceof Bound.Unpriced));
    try {
      hold.journal();
    } catch (RuntimeException e) {
      putBack(counted, amount);
      throw e;
    }
    metrics.held(amount);
    return hold;
  }

  private List<LiveWindow> counted(Charge who) {
    var counted = new ArrayList<LiveWindow>();
    for (var budget : budgets) {
      for (var subject : budget.subjects(who)) {
        counted.add(windows.at(budget, subject));
      }
    }
    return counted;
  }

  /// Reserves the same amount in all windows: the most that all have, up to `want`.
  private long reserve(List<LiveWindow> hard, long want, long least) {
    var amount = want;
    for (int i = 0; i < hard.size(); i++) {
      var taken = hard.get(i).take(amount, least);
      if (taken < 0) {
        putBack(hard.subList(0, i), amount);
        metrics.refused(ErrorCode.BUDGET_EXCEEDED);
        throw exceeded(hard.get(i), -1 - taken, want);
      }
      putBack(hard.subList(0, i), amount - taken);
      amount = taken;
    }
    return amount;
  }

  /// Reserves all of the amount in all windows, or nothing.
  boolean takeAll(List<LiveWindow> all, long amount) {
    var hard = all.stream().filter(LiveWindow::isHard).toList();
    for (int i = 0; i < hard.size(); i++) {
      if (hard.get(i).take(amount, amount) < 0) {
        putBack(hard.subList(0, i), amount);
        return false;
      }
    }
    return true;
  }

  /// A hold has grown.
  void raised(long amount) {
    metrics.held(amount);
  }

  void putBack(List<LiveWindow> all, long amount) {
    if (amount > 0) {
      all.stream().filter(LiveWindow::isHard).forEach(window -> window.putBack(amount));
      giveBackLeftOvers(all);
    }
  }

  /// What came back to windows that are no longer used goes on to the database.
  void giveBackLeftOvers(List<LiveWindow> all) {
    all.forEach(window -> giveBack(window, window.leftOver()));
  }

  CompletableFuture<?> write(JournalEntry entry) {
    return journal.add(entry);
  }

  /// Waits until a change is durable.
  ///
  /// @throws CompletionException if it never will be
  void await(CompletableFuture<?> written) {
    if (!written.isDone()) {
      journal.hurry();
    }
    var _ = written.join();
  }

  /// A provider has charged more than the bound of a call.
  void overrun(Optional<LiveWindow> where, LedgerLine line, long held) {
    metrics.overran(line.amount() - held);
    var caller = line.payer().caller();
    var window = where.orElseThrow();
    if (!caller.isEmpty()) {
      frozen.add(caller);
    }
    var reason =
        "%s/%s charged %s for a call that was bounded by %s; trace %s"
            .formatted(
                line.used().provider(),
                line.used().model(),
                new Money(line.amount()),
                new Money(held),
                line.payer().trace());
    var _ =
        write(
            new JournalEntry.Frozen(
                caller, reason, alert(AlertRow.OVERRUN, window, line.amount(), line)));
  }

  /// A request has cost what nobody knows. Told once for each model and budget.
  void unknownCost(List<LiveWindow> windows, LedgerLine line) {
    metrics.unknownCost();
    var model = line.used().provider() + "/" + line.used().model();
    if (toldUnpriced.size() < MAX_TOLD && toldUnpriced.add(model)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "no price of the model {0} is known, so what it costs is not counted; declare one with price",
          model);
    }
    for (var window : windows) {
      if (toldUnpriced.size() < MAX_TOLD && toldUnpriced.add(window.id() + " " + model)) {
        var _ = write(new JournalEntry.Told(alert(AlertRow.UNKNOWN_COST, window, 0, line)));
      }
    }
  }

  private AlertRow alert(String type, LiveWindow window, long amount, LedgerLine line) {
    return new AlertRow(
        ids.next("ev"),
        clock.millis(),
        type,
        new AlertRow.Standing(windows.key(window), window.endsAt(), amount, window.limit(), 0),
        line.payer().caller(),
        0);
  }

  /// Accepts calls from a key again; false if it was not frozen.
  public boolean thaw(String caller) {
    frozen.remove(caller);
    return store.thaw(caller);
  }

  /// Keys that no call is accepted from.
  public Set<String> frozenKeys() {
    return Set.copyOf(frozen);
  }

  /// Looks at the database again after lines were released there.
  public void refresh() {
    windows.refresh();
  }

  /// Returns when everything that was settled before is durable.
  public void flush() {
    await(write(new JournalEntry.Returned("", 0)));
  }

  /// Gives all leases back. Holds that are still open then are settled by the next start.
  @Override
  public void close() {
    windows.retire(this::giveBack);
    journal.close();
  }

  private List<JournalEntry> surplus() {
    var surplus = new ArrayList<JournalEntry>();
    windows.surplus((window, amount) -> {
      if (amount > 0) {
        surplus.add(new JournalEntry.Returned(window.id(), amount));
      }
    });
    return surplus;
  }

  private void giveBack(LiveWindow window, long amount) {
    if (amount > 0) {
      var _ = write(new JournalEntry.Returned(window.id(), amount));
    }
  }

  private long unlimited(List<LiveWindow> hard, String remedy, Money known) {
    if (hard.isEmpty()) {
      return known.nanos();
    }
    metrics.refused(ErrorCode.BUDGET_UNBOUNDED);
    throw new CallFailed(
        ErrorCode.BUDGET_UNBOUNDED,
        "budget \"%s\" is hard, and nothing bounds what the call may cost; %s"
            .formatted(shown(hard.getFirst()), remedy));
  }

  private long unpriced(List<LiveWindow> hard, String model) {
    if (hard.isEmpty()) {
      return 0;
    }
    metrics.refused(ErrorCode.BUDGET_UNPRICED);
    throw new CallFailed(
        ErrorCode.BUDGET_UNPRICED,
        "budget \"%s\" is hard, and no price of the model \"%s\" is known; declare one with price (input and output, per-second, or free: true)"
            .formatted(shown(hard.getFirst()), model));
  }

  private static CallFailed exceeded(LiveWindow window, long left, long want) {
    return new CallFailed(
        ErrorCode.BUDGET_EXCEEDED,
        "budget \"%s\" has %s left, the call may cost %s; raise budgets.%s.limit or lower max_tokens"
            .formatted(shown(window), new Money(left), new Money(want), window.budget().name()));
  }

  private static CallFailed frozen(String key) {
    return new CallFailed(
        ErrorCode.BUDGET_FROZEN,
        "the key \"%s\" is frozen: a provider charged one of its calls more than the call's bound; see \"headgate budgets\", then run \"headgate budgets --thaw %s\""
            .formatted(key, key));
  }

  private static String shown(LiveWindow window) {
    return window.budget().shown(window.subject());
  }
}
