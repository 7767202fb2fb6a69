package dev.headgate.benchmarks;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.WorstCase;
import dev.headgate.runtime.budgets.BudgetConfig;
import dev.headgate.runtime.budgets.BudgetMetrics;
import dev.headgate.runtime.budgets.LeasedBudgetLedger;
import dev.headgate.runtime.budgets.Period;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What a hard budget adds to a call: the time to hold and to settle, with the ledger on disk.
/// Calls come from as many threads as are named; each holds, waits until the hold is durable if
/// asked to, and settles.
public final class BudgetAdmission {
  private static final Money WORST = new Money(2_000_000);
  private static final Money COST = new Money(700_000);

  private BudgetAdmission() {}

  /// @param arguments calls of each thread, 20000 if absent; threads, 16 if absent
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    var calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    var threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
    var folder = Files.createTempDirectory("headgate-budget-admission");
    try {
      run(folder, calls, threads);
    } finally {
      Folders.delete(folder);
    }
  }

  private static void run(Path folder, int calls, int threads)
      throws InterruptedException, ExecutionException {
    var clock = InstantSource.system();
    try (var directory = DataDirectory.open(folder);
        var core = Database.openCore(directory, clock, BudgetAdmission::stop)) {
      var random = new Random(1);
      var ids = new IdSource(clock, random);
      try (var ledger =
          new LeasedBudgetLedger(
              new BudgetStore(core, ids, clock),
              List.of(budget()),
              ids,
              clock,
              BudgetMetrics.NONE)) {
        measure(ledger, calls / 4, threads, false);
        measure(ledger, calls, threads, false);
        measure(ledger, calls / 4, threads, true);
      }
    }
  }

  private static void stop(String reason) {
    throw new IllegalStateException(reason);
  }

  private static BudgetConfig budget() {
    return new BudgetConfig(
        "all",
        new BudgetConfig.Terms(
            Money.parse("$100000").orElseThrow(), Period.MONTH, ZoneOffset.UTC, true),
        new BudgetConfig.Whose(Map.of(), null),
        List.of(500, 800, 1_000));
  }

  private static void measure(LeasedBudgetLedger ledger, int calls, int threads, boolean durable)
      throws InterruptedException, ExecutionException {
    var holds = new long[threads][calls];
    var settles = new long[threads][calls];
    var started = System.nanoTime();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < threads; i++) {
        var own = i;
        tasks.add(() -> call(ledger, holds[own], settles[own], durable));
      }
      for (var done : executor.invokeAll(tasks)) {
        var _ = done.get();
      }
    }
    ledger.flush();
    var seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %,.0f calls/s from %d threads; hold p50 %.1f µs, p99 %.1f µs; settle p50 %.1f µs, p99 %.1f µs%n",
        durable ? "hold, wait until durable, settle" : "hold, settle",
        (double) calls * threads / seconds,
        threads,
        micros(holds, 0.5),
        micros(holds, 0.99),
        micros(settles, 0.5),
        micros(settles, 0.99));
  }

  private static int call(
      LeasedBudgetLedger ledger, long[] holds, long[] settles, boolean durable) {
    var who = new Charge(Map.of(Dimension.KEY, Set.of("key")), "tr_benchmark");
    var bound = new Bound.Known(new WorstCase(WORST, COST));
    for (int i = 0; i < holds.length; i++) {
      var begin = System.nanoTime();
      try (var hold = ledger.hold(who, bound, "openai", "gpt")) {
        holds[i] = System.nanoTime() - begin;
        if (durable) {
          hold.awaitDurable();
        }
        var end = System.nanoTime();
        hold.settle(COST, Usage.NONE, "gpt");
        settles[i] = System.nanoTime() - end;
      }
    }
    return holds.length;
  }

  private static double micros(long[][] nanos, double part) {
    var all = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
    return all[(int) ((all.length - 1) * part)] / 1e3;
  }
}
