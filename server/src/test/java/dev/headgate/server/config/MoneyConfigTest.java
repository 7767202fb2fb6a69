package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.chat.Usage.InputTokens;
import dev.headgate.kernel.chat.Usage.OutputTokens;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.PriceConfig;
import dev.headgate.runtime.budgets.AlertConfig;
import dev.headgate.runtime.budgets.BudgetConfig;
import dev.headgate.runtime.budgets.BudgetsConfig;
import dev.headgate.runtime.budgets.Period;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class MoneyConfigTest {
  private static final Usage MILLIONS =
      new Usage(
          new InputTokens(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000),
          new OutputTokens(1_000_000, 1_000_000, 1_000_000),
          1_000);

  private final Problems problems = new Problems();

  @Test
  void aBudgetIsHardAndOfAMonthByDefault() {
    var read = budgets("budgets: {team-a: {limit: $100}}");

    assertThat(problems.all()).isEmpty();
    assertThat(read.alerts().receiver().url()).isEmpty();
    assertThat(read.budgets())
        .containsExactly(
            new BudgetConfig(
                "team-a",
                new BudgetConfig.Terms(
                    Money.parse("100").orElseThrow(), Period.MONTH, ZoneId.of("UTC"), true),
                new BudgetConfig.Whose(Map.of(), null),
                List.of(500, 800, 1_000)));
  }

  @Test
  void readsEveryKeyOfABudgetAndOfAlerts() {
    var read =
        budgets(
            """
            budgets:
              keys:
                limit: "$2.50"
                window: day
                zone: Europe/Zurich
                hard: false
                per: key
                match: {team: [a, b], model: smart}
                alerts: [90%, 12.5%]
            alerts: {url: "https://alerts.example/hook", secret: "${env:SECRET}", allow-private-addresses: true}
            """);

    assertThat(problems.all()).isEmpty();
    assertThat(read.budgets())
        .containsExactly(
            new BudgetConfig(
                "keys",
                new BudgetConfig.Terms(
                    Money.parse("2.5").orElseThrow(),
                    Period.DAY,
                    ZoneId.of("Europe/Zurich"),
                    false),
                new BudgetConfig.Whose(
                    Map.of(Dimension.TEAM, Set.of("a", "b"), Dimension.MODEL, Set.of("smart")),
                    Dimension.KEY),
                List.of(125, 900)));
    assertThat(read.alerts().receiver().url()).isEqualTo("https://alerts.example/hook");
    assertThat(read.alerts().receiver().privateAddresses()).isTrue();
    assertThat(read.alerts()).isNotEqualTo(AlertConfig.NONE);
  }

  @Test
  void saysWhatIsWrongWithABudget() {
    var _ =
        budgets(
            """
            budgets:
              b: {limit: lots, zone: Zurich, per: person, alerts: [half]}
            alerts: {url: "http://alerts.example"}
            """);

    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "expected an amount such as \"$100\" or \"$0.50\", found \"lots\"",
            "unknown time zone \"Zurich\"; write one such as Europe/Zurich or UTC",
            "expected project, team, key, user, feature, model, session or tag, found \"person\"",
            "expected percentages up to 1000%, such as 80%, found \"half\"",
            "a webhook is https",
            "\"secret\" is missing: without it nobody can tell who sent a message");
  }

  @Test
  void aPriceIsByTokensBySecondsOrFree() {
    assertThat(price("free: true")).isEqualTo(Price.FREE);
    assertThat(cost("{per-second: $0.001}")).isEqualTo("$0.06");
    // Nine kinds of tokens, a million each, and a thousand searches.
    assertThat(cost("{input: $1, output: $10}")).isEqualTo("$36.00");
    assertThat(
            cost(
                "{input: $1, output: $10, cached-input: $0.1, cache-write: $1.25, cache-write-long: $2,"
                    + " audio-input: $3, reasoning: $20, audio-output: $30, request: $0.005, search: $10}"))
        .isEqualTo("$80.355");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAPrice() {
    var _ = price("{free: true, input: $1}");
    var _ = price("{input: cheap}");

    assertThat(problems.all())
        .extracting(Problem::message)
        .contains(
            "a price is one of: \"free: true\", \"per-second\", or \"input\" and \"output\"",
            "expected an amount such as \"$2.50\", found \"cheap\"");
  }

  private String cost(String yaml) {
    return price(yaml).of(MILLIONS, Duration.ofMinutes(1)).total().toString();
  }

  private Price price(String yaml) {
    return read(yaml, PriceConfig::from).price();
  }

  private BudgetsConfig budgets(String yaml) {
    return read(yaml, BudgetsConfig::from);
  }

  private <T> T read(String yaml, Function<ConfigNode, T> reader) {
    var secrets =
        new SecretSource() {
          @Override
          public Optional<String> environment(String name) {
            return Optional.of("whsec_a2V5");
          }

          @Override
          public Optional<String> file(String path) {
            return Optional.empty();
          }
        };
    var tree = YamlReader.read(new Position("headgate.yaml", 1, 1), yaml, problems).orElseThrow();
    return ConfigNode.read(tree, problems, secrets, reader).orElseThrow();
  }
}
