package dev.headgate.runtime.budgets;

import static dev.headgate.runtime.budgets.LedgerHouse.budget;
import static dev.headgate.runtime.budgets.LedgerHouse.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.WorstCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/// Whatever order holds, extensions, settlements, expiries and crashes come in, `spent + held <=
/// limit` in every window, and what is spent is what the ledger says. What fails is shrunk to the
/// fewest steps.
final class HoldMachineTest {
  private static final long LIMIT = 1_000_000;
  private static final int MAX_STEPS = 60;
  private static final long HOUR_MILLIS = 3_600_000;

  /// One thing that happens. What is `which` stands for one of the calls that run.
  sealed interface Step {
    record Begin(long worst, long least) implements Step {}

    record Extend(int which, long more) implements Step {}

    /// @param permille of what is held
    record Settle(int which, int permille) implements Step {}

    record Cancel(int which) implements Step {}

    /// Nobody says what it cost.
    record Expire(int which) implements Step {}

    record Pass(long millis) implements Step {}

    record Crash() implements Step {}
  }

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void noInterleavingSpendsMoreThanTheLimit(@ForAll("steps") List<Step> steps) throws IOException {
    var folder = Files.createTempDirectory("headgate-holds");
    try (var machine = new Machine(folder)) {
      for (var step : steps) {
        machine.run(step);
        machine.checkLimit();
      }
      machine.settleAll();
    } finally {
      delete(folder);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    var which = Arbitraries.integers().between(0, 9);
    var begin =
        Combinators.combine(
                Arbitraries.longs().between(1, LIMIT / 3), Arbitraries.integers().between(1, 1_000))
            .as((worst, permille) -> new Step.Begin(worst, Math.max(1, worst * permille / 1_000)));
    return Arbitraries.<Step>frequencyOf(
            Tuple.of(8, begin),
            Tuple.of(
                4,
                Combinators.combine(which, Arbitraries.longs().between(1, LIMIT / 4))
                    .as(Step.Extend::new)),
            Tuple.of(
                5,
                Combinators.combine(which, Arbitraries.integers().between(0, 1_000))
                    .as(Step.Settle::new)),
            Tuple.of(1, which.map(Step.Cancel::new)),
            Tuple.of(2, which.map(Step.Expire::new)),
            Tuple.of(
                1, Arbitraries.longs().between(-HOUR_MILLIS, 2 * HOUR_MILLIS).map(Step.Pass::new)),
            Tuple.of(1, Arbitraries.just(new Step.Crash())))
        .list()
        .ofMinSize(1)
        .ofMaxSize(MAX_STEPS);
  }

  /// A ledger, and what runs on it.
  private static final class Machine implements AutoCloseable {
    private final AtomicLong now =
        new AtomicLong(Instant.parse("2026-03-01T00:00:00Z").toEpochMilli());
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final List<Hold> running = new ArrayList<>();
    private final Path folder;
    private int crashes;
    private LedgerHouse house;
    // What providers have charged, which no crash may lose once it was settled.
    private long reported;

    Machine(Path folder) {
      this.folder = folder;
      this.house = LedgerHouse.open(folder.resolve("0"), clock, limited());
    }

    void run(Step step) {
      switch (step) {
        case Step.Begin(var worst, var least) -> begin(worst, least);
        case Step.Extend(var which, var more) when !running.isEmpty() -> extend(at(which), more);
        case Step.Settle(var which, var permille) when !running.isEmpty() ->
            settle(running.remove(which % running.size()), permille);
        case Step.Cancel(var which) when !running.isEmpty() ->
            running.remove(which % running.size()).cancel();
        case Step.Expire(var which) when !running.isEmpty() ->
            running.remove(which % running.size()).close();
        case Step.Pass(var millis) -> now.addAndGet(millis);
        case Step.Crash _ -> crash();
        case Step.Extend _, Step.Settle _, Step.Cancel _, Step.Expire _ -> {}
      }
    }

    private Hold at(int which) {
      return running.get(which % running.size());
    }

    private void begin(long worst, long least) {
      try {
        var bound = new Bound.Known(new WorstCase(new Money(worst), new Money(least)));
        var hold = house.ledger().hold(by("key"), bound, "p", "m");
        assertThat(hold.amount().nanos()).isBetween(least, worst);
        hold.awaitDurable();
        running.add(hold);
      } catch (CallFailed _) {
        // The budget is spent.
      }
    }

    private static void extend(Hold hold, long more) {
      var before = hold.amount().nanos();
      var extended = hold.extend(new Money(more));
      assertThat(hold.amount().nanos()).isEqualTo(extended ? before + more : before);
    }

    private void settle(Hold hold, int permille) {
      var cost = hold.amount().nanos() * permille / 1_000;
      hold.settle(new Money(cost), Usage.NONE, "m");
      hold.close();
      reported += cost;
    }

    // What the disk has at this moment is opened again; what ran is gone.
    private void crash() {
      var copy = folder.resolve("" + ++crashes);
      house.core().write(_ -> copied(copy));
      house.close();
      running.clear();
      house = LedgerHouse.open(copy, clock, limited());
      checkLedger();
    }

    private int copied(Path copy) {
      try {
        Files.createDirectories(copy);
        var file = house.directory().coreDatabase();
        for (var suffix : List.of("", "-wal")) {
          var from = file.resolveSibling(file.getFileName() + suffix);
          Files.copy(from, copy.resolve(from.getFileName()));
        }
        return 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void checkLimit() {
      for (var window : house.store().allWindows()) {
        var amounts = window.amounts();
        assertThat(amounts.spent() + amounts.held()).isBetween(0L, LIMIT);
        assertThat(amounts.overrun()).isZero();
      }
    }

    // Nothing is on its way to the disk.
    private void checkLedger() {
      checkLimit();
      for (var window : house.store().allWindows()) {
        assertThat(house.store().entries(window.id())).isEqualTo(window.amounts().spent());
      }
    }

    void settleAll() {
      running.forEach(Hold::close);
      running.clear();
      house.ledger().flush();
      checkLedger();
      var spent =
          house.store().allWindows().stream().mapToLong(window -> window.amounts().spent()).sum();
      assertThat(spent).isGreaterThanOrEqualTo(reported);
    }

    @Override
    public void close() {
      house.close();
    }

    private static BudgetConfig limited() {
      return new BudgetConfig(
          "machine",
          new BudgetConfig.Terms(new Money(LIMIT), Period.HOUR, ZoneOffset.UTC, true),
          budget("x", "$1", true).whose(),
          List.of(500, 1_000));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
