package dev.headgate.runtime.budgets;

import static dev.headgate.runtime.budgets.LedgerHouse.atMost;
import static dev.headgate.runtime.budgets.LedgerHouse.budget;
import static dev.headgate.runtime.budgets.LedgerHouse.by;
import static dev.headgate.runtime.budgets.LedgerHouse.money;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Money;
import dev.headgate.store.budgets.AlertRow;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class BudgetLedgerTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder;

  @Test
  void refusesACallThatCouldCostMoreThanIsLeft() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$3.25", true))) {
      spend(house, "$2.05");

      assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$2.05"), "openai", "gpt"))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED))
          .hasMessage(
              "budget \"team-a/month\" has $1.20 left, the call may cost $2.05; raise budgets.team-a.limit or lower max_tokens");
    }
  }

  @Test
  void givesWhatIsLeftToACallThatCanUseIt() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true))) {
      spend(house, "$0.40");

      try (var hold = house.ledger().hold(by("k"), atMost("$2.05", "$0.10"), "openai", "gpt")) {
        assertThat(hold.amount()).isEqualTo(money("$0.60"));
        assertThat(hold.extend(new Money(1))).isFalse();
        hold.settle(money("$0.60"), Usage.NONE, "gpt");
      }
      house.ledger().flush();

      assertThat(house.window().amounts().spent()).isEqualTo(money("$1").nanos());
    }
  }

  @Test
  void givesBackWhatACallDidNotSpend() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true))) {
      for (int i = 0; i < 20; i++) {
        spend(house, "$1", "$0.05");
      }

      assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$0.01"), "openai", "gpt"))
          .hasMessageContaining("has $0.00 left");
    }
  }

  @Test
  @Timeout(60)
  void goesOnWhenMoreHasToBeWrittenThanTheJournalTakes() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true))) {
      // Leaves money that the housekeeping wants to give back.
      spend(house, "$1", "$0");
      var released = new CompletableFuture<Integer>();
      var _ = Thread.ofVirtual().start(() -> house.core().write(_ -> released.join()));

      assertThatThrownBy(
              () -> {
                while (true) {
                  var _ = house.ledger().hold(by("k"), atMost("$0.000000001"), "openai", "gpt");
                }
              })
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
      var _ = released.complete(0);

      house.ledger().flush();
      assertThat(house.ledger().hold(by("k"), atMost("$0.10"), "openai", "gpt").amount())
          .isEqualTo(money("$0.10"));
    }
  }

  @Test
  void aHoldThatIsClosedUnsettledCountsInFullAsAnEstimate() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true))) {
      house.ledger().hold(by("k"), atMost("$0.30"), "openai", "gpt").close();
      house.ledger().flush();

      assertThat(house.window().amounts().spent()).isEqualTo(money("$0.30").nanos());
      assertThat(house.store().entries(house.window().id())).isEqualTo(money("$0.30").nanos());
    }
  }

  @Test
  void aCancelledHoldCostsNothing() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true))) {
      var hold = house.ledger().hold(by("k"), atMost("$0.30"), "openai", "gpt");
      hold.cancel();
      hold.close();
      house.ledger().flush();

      assertThat(house.window().amounts().spent()).isZero();
    }
  }

  @Test
  void onlyTheFirstSettlingCounts() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true))) {
      var hold = house.ledger().hold(by("k"), atMost("$0.30"), "openai", "gpt");
      hold.settle(money("$0.10"), Usage.NONE, "gpt");
      hold.settle(money("$0.20"), Usage.NONE, "gpt");
      hold.close();
      house.ledger().flush();

      assertThat(house.window().amounts().spent()).isEqualTo(money("$0.10").nanos());
    }
  }

  @Test
  void refusesWhatHasNoBoundAndNoPriceOnAHardBudgetOnly() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("hard", "$1", true))) {
      assertThatThrownBy(() ->
              house
                  .ledger()
                  .hold(by("k"), new Bound.Unbounded("send max_tokens", Money.ZERO), "p", "m"))
          .hasMessageContaining("budget \"hard/month\" is hard")
          .hasMessageContaining("send max_tokens");
      assertThatThrownBy(
              () -> house.ledger().hold(by("k"), new Bound.Unpriced("local/llama"), "p", "m"))
          .hasMessageContaining("no price of the model \"local/llama\" is known; declare one");

      house.ledger().change(List.of(budget("soft", "$1", false)));

      house.ledger().hold(by("k"), new Bound.Unpriced("local/llama"), "p", "m").close();
    }
  }

  @Test
  void everyKeyHasABudgetOfItsOwnWhereOneIsDeclaredPerKey() {
    var each = budget("each", "$1", Period.DAY, true, Dimension.KEY);
    try (var house = LedgerHouse.open(folder, CLOCK, each)) {
      house.ledger().hold(by("a"), atMost("$0.90"), "openai", "gpt").close();

      house.ledger().hold(by("b"), atMost("$0.90"), "openai", "gpt").close();
      assertThatThrownBy(() -> house.ledger().hold(by("a"), atMost("$0.90"), "openai", "gpt"))
          .hasMessageContaining("budget \"each/a/day\" has $0.10 left");
    }
  }

  @Test
  void aCallThatOneBudgetRefusesHoldsNothingInTheOthers() {
    try (var house =
        LedgerHouse.open(
            folder, CLOCK, budget("large", "$1", true), budget("small", "$0.10", true))) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$0.90"), "openai", "gpt"))
            .hasMessageContaining("small/month");
      }

      house.ledger().change(List.of(budget("large", "$1", true)));
      house.ledger().hold(by("k"), atMost("$1"), "openai", "gpt").close();
    }
  }

  @Test
  void aSoftBudgetIsExceededAndToldOfOnceForEachThreshold() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("soft", "$1", false))) {
      for (var amount : List.of("$0.45", "$0.10", "$0.10", "$0.90", "$0.10")) {
        spend(house, amount);
        // Several thresholds that are reached in one commit are told of as one.
        house.ledger().flush();
      }

      assertThat(house.window().amounts().spent()).isEqualTo(money("$1.65").nanos());
      assertThat(house.outbox().due(Long.MAX_VALUE))
          .extracting(alert -> alert.standing().perMille())
          .containsExactlyInAnyOrder(500, 1_000);
    }
  }

  @Test
  void aProviderThatChargesMoreThanTheBoundFreezesTheKeyAndIsToldOf() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true))) {
      var hold = house.ledger().hold(by("k"), atMost("$0.90"), "openai", "gpt");
      hold.settle(money("$1.50"), Usage.NONE, "gpt");
      house.ledger().flush();

      var amounts = house.window().amounts();
      // The next calls' lease, of 2 % of what is left, may be under way.
      assertThat(amounts.spent()).isBetween(money("$0.998").nanos(), money("$1").nanos());
      assertThat(amounts.spent() + amounts.overrun()).isEqualTo(money("$1.50").nanos());
      assertThat(house.store().entries(house.window().id())).isEqualTo(money("$1.50").nanos());
      assertThat(house.outbox().due(Long.MAX_VALUE))
          .extracting(AlertRow::type)
          .contains(AlertRow.OVERRUN);
      assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$0"), "openai", "gpt"))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_FROZEN));

      assertThat(house.ledger().thaw("k")).isTrue();
      house.ledger().hold(by("k"), atMost("$0"), "openai", "gpt").close();
    }
  }

  @Test
  void whatCostsNobodyKnowsHowMuchIsAnEstimateAndIsToldOfOnce() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", false))) {
      for (int i = 0; i < 3; i++) {
        var hold = house.ledger().hold(by("k"), new Bound.Unpriced("up/x"), "openai", "x");
        hold.settle(Money.ZERO, Usage.of(1, 0, 1, 0), "x");
      }
      house.ledger().flush();

      assertThat(house.outbox().due(Long.MAX_VALUE))
          .extracting(AlertRow::type)
          .containsExactly(AlertRow.UNKNOWN_COST);
    }
  }

  @Test
  void aLowerLimitHoldsFromTheNextCallOn() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$10", true))) {
      var running = house.ledger().hold(by("k"), atMost("$3"), "openai", "gpt");

      house.ledger().change(List.of(budget("team-a", "$2", true)));

      assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$1"), "openai", "gpt"))
          .hasMessageContaining("has $0.00 left");
      running.settle(money("$0.50"), Usage.NONE, "gpt");
      house.ledger().flush();
      house.ledger().refresh();
      house.ledger().hold(by("k"), atMost("$1.50"), "openai", "gpt").close();
      assertThatThrownBy(() -> house.ledger().hold(by("k"), atMost("$0.01"), "openai", "gpt"))
          .hasMessageContaining("left");
    }
  }

  @Test
  void theLimitThatIsShownIsTheOneThatIsDeclared() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$3", false))) {
      spend(house, "$5");
      house.ledger().change(List.of(budget("team-a", "$3", false)));
      spend(house, "$1");
      assertThat(house.window().terms().limit()).isEqualTo(money("$3").nanos());

      house.ledger().change(List.of(budget("team-a", "$2", true)));
      assertThat(house.window().terms().limit()).isEqualTo(money("$2").nanos());
      assertThat(house.window().left()).isZero();
      assertThatThrownBy(() -> spend(house, "$0.01")).hasMessageContaining("has $0.00 left");

      house.ledger().change(List.of(budget("team-a", "$7", true)));
      assertThat(house.window().left()).isEqualTo(money("$1").nanos());
    }

    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$9", true))) {
      assertThat(house.window().left()).isEqualTo(money("$3").nanos());
    }
  }

  @Test
  void sixtyFourRacingCallersSpendTheWholeDollarAndNotMore() throws Exception {
    var reported = new AtomicLong();
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = new CountDownLatch(1);
      for (int caller = 0; caller < 64; caller++) {
        var cost = 7_000_000L + caller * 10_007L;
        var _ =
            callers.submit(() -> {
              start.await();
              for (int i = 0; i < 40; i++) {
                var _ = isSpent(house, cost, reported);
              }
              return 0;
            });
      }
      start.countDown();
      callers.shutdown();
      assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      // Whoever was refused in the race was so for what others held.
      while (isSpent(house, 7_000_000L, reported)) {}
      house.ledger().flush();

      var window = house.window();
      assertThat(window.amounts().spent()).isEqualTo(reported.get());
      assertThat(window.amounts().spent()).isBetween(970_000_000L, 1_000_000_000L);
      assertThat(window.amounts().overrun()).isZero();
      assertThat(house.store().entries(window.id())).isEqualTo(reported.get());
    }
  }

  private static boolean isSpent(LedgerHouse house, long cost, AtomicLong reported)
      throws Exception {
    try (var hold = house.ledger().hold(by("k"), atMost("$0.03", "$0.02"), "openai", "gpt")) {
      hold.awaitDurable();
      hold.settle(new Money(cost), Usage.NONE, "gpt");
      reported.addAndGet(cost);
      return true;
    } catch (CallFailed e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      return false;
    }
  }

  @Test
  void streamsThatRaceForMoreEndAtTheLimitAndNotBeyond() throws Exception {
    var settled = new AtomicLong();
    try (var house = LedgerHouse.open(folder, CLOCK, budget("team-a", "$1", true));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < 32; caller++) {
        var step = new Money(1_000_000L + caller * 10_007L);
        var isCut = caller % 2 == 0;
        var _ =
            callers.submit(() -> {
              try (var hold = house.ledger().hold(by("k"), atMost("$0.01"), "openai", "gpt")) {
                while (hold.extend(step)) {
                  Thread.onSpinWait();
                }
                settled.addAndGet(hold.amount().nanos());
                if (!isCut) {
                  hold.settle(hold.amount(), Usage.NONE, "gpt");
                }
              }
              return 0;
            });
      }
      callers.shutdown();
      while (!callers.awaitTermination(1, TimeUnit.MILLISECONDS)) {
        // None until the first caller has come.
        for (var window : house.store().allWindows()) {
          var amounts = window.amounts();
          assertThat(amounts.spent() + amounts.held()).isLessThanOrEqualTo(1_000_000_000L);
        }
      }
      house.ledger().flush();

      var amounts = house.window().amounts();
      assertThat(amounts.spent()).isEqualTo(settled.get()).isBetween(900_000_000L, 1_000_000_000L);
      assertThat(amounts.overrun()).isZero();
      assertThat(house.store().entries(house.window().id())).isEqualTo(settled.get());
    }
  }

  @Test
  void aHoldOfASoftBudgetGrowsWithoutALimitAndCountsInFullIfItIsClosed() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("soft", "$1", false))) {
      var hold = house.ledger().hold(by("k"), atMost("$0.10"), "openai", "gpt");
      assertThat(hold.extend(money("$4"))).isTrue();
      hold.close();
      house.ledger().flush();

      assertThat(house.window().amounts().spent()).isEqualTo(money("$4.10").nanos());
      assertThat(hold.extend(new Money(1))).isFalse();
    }
  }

  private static void spend(LedgerHouse house, String amount) {
    spend(house, amount, amount);
  }

  private static void spend(LedgerHouse house, String bound, String amount) {
    try (var hold = house.ledger().hold(by("k"), atMost(bound, amount), "openai", "gpt")) {
      hold.settle(money(amount), Usage.NONE, "gpt");
    }
  }
}
