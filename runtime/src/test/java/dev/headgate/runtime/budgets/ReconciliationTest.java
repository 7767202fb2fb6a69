package dev.headgate.runtime.budgets;

import static dev.headgate.runtime.budgets.LedgerHouse.atMost;
import static dev.headgate.runtime.budgets.LedgerHouse.budget;
import static dev.headgate.runtime.budgets.LedgerHouse.by;
import static dev.headgate.runtime.budgets.LedgerHouse.money;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.store.budgets.Difference;
import dev.headgate.store.budgets.Reconciliation;
import dev.headgate.store.budgets.Reported;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReconciliationTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final InstantSource CLOCK = () -> Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void lowersEstimatesToWhatTheProviderSaysAndNothingElse() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("b", "$10", true))) {
      exact(house, "$1");
      estimated(house, "$3");
      house.ledger().flush();
      var reports = List.of(new Reported(DAY, "openai", "gpt", money("$1.50").nanos()));

      var before = reconciliation(house).run(reports, false).getFirst();
      var released = reconciliation(house).run(reports, true).getFirst();
      var again = reconciliation(house).run(reports, true).getFirst();

      assertThat(before).isEqualTo(difference(reports, "$4", "$3", "$0"));
      assertThat(released).isEqualTo(difference(reports, "$1.50", "$0.50", "$2.50"));
      assertThat(again).isEqualTo(difference(reports, "$1.50", "$0.50", "$0"));
      assertThat(house.window().amounts().spent()).isEqualTo(money("$1.50").nanos());
      assertThat(house.store().entries(house.window().id())).isEqualTo(money("$1.50").nanos());
      house.ledger().refresh();
      house.ledger().hold(by("k"), atMost("$8.50"), "openai", "gpt").close();
    }
  }

  @Test
  void neverLowersWhatAProviderReportedItself() {
    try (var house = LedgerHouse.open(folder, CLOCK, budget("b", "$10", true))) {
      exact(house, "$2");
      house.ledger().flush();

      var reports = List.of(new Reported(DAY, "", "gpt", money("$1").nanos()));
      assertThat(reconciliation(house).run(reports, true).getFirst())
          .isEqualTo(difference(reports, "$2", "$0", "$0"));
    }
  }

  @Test
  void releasesWhatACrashLeftBehindUpToWhatNoLineAccountsFor() {
    var budget = budget("b", "$10", true);
    try (var house = LedgerHouse.open(folder, CLOCK, budget)) {
      exact(house, "$1");
      house.ledger().flush();
      // A process that was killed had leased two dollars.
      assertThat(
              house
                  .store()
                  .lease(house.window().id(), money("$10").nanos(), money("$2").nanos(), 0))
          .isEqualTo(money("$2").nanos());
    }
    try (var house = LedgerHouse.open(folder, CLOCK, budget)) {
      assertThat(house.window().amounts().spent()).isEqualTo(money("$3").nanos());
      var reports = List.of(new Reported(DAY, "openai", "gpt", money("$1.25").nanos()));

      var lease = reconciliation(house).run(reports, true).getLast();

      assertThat(lease.afterCrash()).isTrue();
      assertThat(lease.released()).isEqualTo(money("$1.75").nanos());
      assertThat(house.window().amounts().spent()).isEqualTo(money("$1.25").nanos());
      assertThat(house.store().entries(house.window().id())).isEqualTo(money("$1.25").nanos());
    }
  }

  private static Difference difference(
      List<Reported> reports, String ledger, String estimated, String released) {
    return new Difference(
        reports.getFirst(),
        money(ledger).nanos(),
        money(estimated).nanos(),
        money(released).nanos(),
        false);
  }

  private static void exact(LedgerHouse house, String amount) {
    try (var hold = house.ledger().hold(by("k"), atMost(amount), "openai", "gpt")) {
      hold.settle(money(amount), Usage.NONE, "gpt");
    }
  }

  private static void estimated(LedgerHouse house, String amount) {
    house.ledger().hold(by("k"), atMost(amount), "openai", "gpt").close();
  }

  private static Reconciliation reconciliation(LedgerHouse house) {
    return new Reconciliation(house.core(), new IdSource(CLOCK, new SecureRandom()));
  }
}
