package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.WorstCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BudgetsCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void spend() throws IOException {
    declare("$10", "$1");
    try (var house = Houses.open(Projects.require(folder), folder.resolve("data"))) {
      var who = new Charge(Map.of(Dimension.KEY, Set.of("ann")), "tr_1");
      var bound = new Bound.Known(new WorstCase(money("4"), money("4")));
      var ledger = house.money().ledger();
      ledger.hold(who, bound, "openai", "gpt").settle(money("1.25"), Usage.NONE, "gpt");
      // Nobody says what this one cost.
      ledger.hold(who, bound, "openai", "gpt").close();
      ledger.hold(who, bound, "openai", "gpt").settle(money("4.5"), Usage.NONE, "gpt");
    }
  }

  @Test
  void showsWhatIsSpentAndLeft() {
    var shown = run("budgets");

    assertThat(shown.err()).isEmpty();
    assertThat(shown.out())
        .containsPattern("each/ann +never +\\$10.00 +\\$9.75 +\\$0.00 +\\$0.25 +yes +open")
        .containsPattern("quiet +never +\\$5.00 +\\$0.00 +\\$0.00 +\\$5.00 +yes +open")
        .containsPattern("all +20.* +\\$1.00 +\\$9.75 +\\$0.00 +\\$0.00 +no +exhausted")
        .contains("Frozen keys: [ann]");
  }

  @Test
  void showsTheLimitThatIsDeclaredNow() throws IOException {
    declare("$2", "$3");

    assertThat(run("budgets").out())
        .containsPattern("each/ann +never +\\$2.00 +\\$9.75 +\\$0.00 +\\$0.00 +yes +exhausted")
        .containsPattern("all +20.* +\\$3.00 +\\$9.75 +\\$0.00 +\\$0.00 +no +exhausted");

    declare("$20", "$30");

    assertThat(run("budgets").out())
        .containsPattern("each/ann +never +\\$20.00 +\\$9.75 +\\$0.00 +\\$10.25 +yes +open")
        .containsPattern("all +20.* +\\$30.00 +\\$9.75 +\\$0.00 +\\$20.25 +no +open");
  }

  @Test
  void acceptsCallsFromAFrozenKeyAgain() {
    assertThat(run("budgets", "--thaw", "ann").out()).contains("are accepted again");
    assertThat(run("budgets", "--thaw", "ann").out()).contains("was not frozen");
    assertThat(run("budgets", "--json").json().parts().get("frozen_keys").toString())
        .isEqualTo("[]");
  }

  @Test
  void comparesTheLedgerWithAnExportAndReleasesWhatWasEstimated() throws IOException {
    var today = LocalDate.now(ZoneOffset.UTC);
    var export = folder.resolve("usage.csv");
    Files.writeString(
        export, "date,model,cost\n%s,gpt,\"$5.00\"\n%s,gpt,1.75\n".formatted(today, today));

    var compared = run("reconcile", "--usage", export.toString());
    var released = run("reconcile", "--usage", export.toString(), "--release", "--json");

    assertThat(compared.err()).isEmpty();
    assertThat(compared.out()).containsPattern("gpt +\\$6.75 +\\$9.75 +\\$3.00 +\\$4.00 +\\$0.00");
    var difference = released.json().objects("differences").getFirst();
    assertThat(difference.string("released")).isEqualTo("$3.00");
    assertThat(difference.string("difference")).isEqualTo("$0.00");
    assertThat(run("budgets", "--json").json().objects("budgets"))
        .extracting(budget -> budget.string("budget") + " " + budget.string("spent"))
        .containsExactly("all $6.75", "each $6.75", "quiet $0.00");
  }

  @Test
  void readsJsonLinesAndSaysWhatIsWrongInThem() throws IOException {
    var export = folder.resolve("usage.jsonl");
    Files.writeString(export, "{\"date\":\"2026-13-01\",\"model\":\"gpt\",\"cost\":1.5}\n");

    var refused = run("reconcile", "--usage", export.toString());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("row 1").contains("date that is not like 2026-03-31");
  }

  private void declare(String each, String all) throws IOException {
    Files.writeString(
        folder.resolve("headgate.yaml"),
        """
        budgets:
          each: {limit: %s, window: total, per: key}
          all: {limit: %s, hard: false}
          quiet: {limit: $5, window: total, match: {feature: nobody}}
        """
            .formatted(each, all));
  }

  private CommandResult run(String... args) {
    var all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--project";
    all[args.length + 1] = folder.toString();
    return CommandResult.of(all);
  }

  private static Money money(String amount) {
    return Money.parse(amount).orElseThrow();
  }
}
