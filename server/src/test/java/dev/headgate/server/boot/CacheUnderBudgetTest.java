package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that are shorter than asked for, since a budget was near its end.
final class CacheUnderBudgetTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String LOW = "hg-low-0123456789abcdef";
  private static final String TWO_KEYS =
      """
        paid: {provider: up, model: m-3, cache-for: 1h, price: {input: "$1", output: "$2"}}
      projects: {shop: {}}
      access:
        keys:
          - {name: shop, key: "${env:SHOP}", project: shop}
          - {name: low, key: "${env:LOW}", project: shop}
      budgets: {little: {match: {key: low}, limit: "$0.002", window: day, hard: true}}
      """;

  @TempDir private Path folder;

  @Test
  void areNotGivenToOthers() throws Exception {
    try (var house = new TestHouse(folder, TWO_KEYS)) {
      house.provider.always(cut());
      assertThat(ask(house, LOW)).contains("\"finish_reason\":\"length\"");
      var asked = house.provider.requests().getLast().body();
      assertThat(asked).matches(".*\"max_tokens\":[0-9]{2,3}[,}].*");

      house.provider.always(OpenAiReplies.chat("All of it"));

      assertThat(ask(house, SHOP)).contains("All of it");
      // What was not cut is kept, for the other key too.
      assertThat(ask(house, LOW)).contains("All of it");
      assertThat(house.provider.requests()).hasSize(2);
    }
  }

  @Test
  void areKeptWhereTheCallerItselfAskedForNoMore() throws Exception {
    try (var house = new TestHouse(folder, TWO_KEYS)) {
      house.provider.always(cut());

      ask(house, SHOP);
      ask(house, SHOP);

      assertThat(house.provider.requests()).hasSize(1);
    }
  }

  private static Reply cut() {
    var whole = new String(OpenAiReplies.whole("Half").bytes(), StandardCharsets.UTF_8);
    var json = whole.substring(whole.indexOf("\r\n\r\n") + 4);
    return Reply.json(json.replace("\"finish_reason\":\"stop\"", "\"finish_reason\":\"length\""));
  }

  private static String ask(TestHouse house, String key) throws Exception {
    return house
        .post(
            TestHouse.CHAT,
            key,
            "{\"model\":\"paid\",\"max_tokens\":2000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
        .body();
  }
}
