package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What budgets and prices do to calls, over HTTP.
final class MoneyOverHttpTest {
  private static final String LITTLE = "budgets: {little: {limit: $0.01, window: total}}\n";
  private static final String SOFT = "budgets: {soft: {limit: $100, window: total, hard: false}}\n";
  private static final Pattern MOST =
      Pattern.compile("\"(?:max_tokens|max_completion_tokens|max_output_tokens)\":(\\d+)");
  private static final String SILENT =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
      "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}\
      """;

  // Path, member, the request's rest.
  private static final String STATEFUL =
      """
      /v1/responses; conversation; "input":"hi","max_output_tokens":9,"conversation":"conv_1"
      /v1/responses; prompt; "input":"hi","max_output_tokens":9,"prompt":{"id":"pmpt_1"}
      /v1/responses; item_reference; "input":[{"type":"item_reference","id":"msg_1"}],"max_output_tokens":9
      /v1/messages; mcp_servers; "messages":[],"max_tokens":9,"mcp_servers":[{"type":"url","url":"https://a.example"}]
      /v1/messages; container; "messages":[],"max_tokens":9,"container":"c_1"
      /v1beta/models/small:generateContent; cachedContent; "contents":[],"generationConfig":{"maxOutputTokens":9},"cachedContent":"cachedContents/1"
      /v1beta/models/small:generateContent; cached_content; "contents":[],"generationConfig":{"maxOutputTokens":9},"cached_content":"cachedContents/1"
      """;

  @TempDir private Path folder;

  @Test
  void whatIsRefusedForItsPriceIsNotHedged() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              slow: {provider: up, model: slow, price: {free: true}}
              hedged:
                routing: {hedge: {after: 1s, share: 1}}
                deployments:
                  - {provider: up, model: dear, price: {input: $1000, output: $1000}}
                  - {provider: up, model: fits, price: {input: $0.01, output: $0.01}}
                  - {provider: up, model: other, price: {input: $0.01, output: $0.01}}
            """
                + LITTLE)) {
      var answer = post(house, "hedged", ",\"max_tokens\":100,\"stream\":true");

      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 402);
      var asked = answer.statusCode() == 200 ? 1 : 0;
      house.provider.always(
          request -> OpenAiReplies.chat("Hello").reply(request).delayed(Duration.ofMillis(1_300)));
      assertThat(post(house, "slow", "").statusCode()).isEqualTo(200);
      assertThat(house.provider.requests()).hasSize(asked + 1);
    }
  }

  @Test
  void whatOneDeploymentCannotDoForTheMoneyAnotherDoes() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              both:
                deployments:
                  - {provider: up, model: dear, price: {input: $1000, output: $1000}}
                  - {provider: up, model: nobody-knows}
                  - {provider: up, model: fits, price: {input: $0.01, output: $0.01}}
              neither:
                deployments:
                  - {provider: up, model: dear, price: {input: $1000, output: $1000}}
                  - {provider: up, model: nobody-knows}
            """
                + LITTLE)) {
      for (int i = 0; i < 40; i++) {
        var answer = post(house, "both", ",\"max_tokens\":100,\"stream\":" + (i % 2 == 0));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
      assertThat(house.provider.requests())
          .hasSize(40)
          .allSatisfy(request -> assertThat(request.body()).contains("\"fits\""));

      var refused = post(house, "neither", ",\"max_tokens\":100");

      assertThat(error(refused)).isEqualTo("402 budget_exceeded");
      assertThat(house.provider.requests()).hasSize(40);
    }
  }

  @Test
  void aTierIsPaidAsItWasServedAndHeldAtTheDearestThatMayRun() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              tiered: {provider: up, model: gpt-4.1}
            budgets: {each: {limit: $0.009, window: total, per: user}}
            """)) {
      assertThat(paid(house, served("\"priority\""), "priority")).isEqualByComparingTo("0.000126");
      assertThat(paid(house, served("\"default\""), "priority")).isEqualByComparingTo("0.000072");
      assertThat(paid(house, served("\"priority\""), "auto")).isEqualByComparingTo("0.000126");
      assertThat(paid(house, OpenAiReplies.whole("Hello"), "priority"))
          .isEqualByComparingTo("0.000126");
      assertThat(paid(house, OpenAiReplies.whole("Hello"), "default"))
          .isEqualByComparingTo("0.000072");

      assertThat(mostFor(house, "default", "a")).isEqualTo(1_000);
      assertThat(mostFor(house, "priority", "b")).isLessThan(643);
      assertThat(mostFor(house, "auto", "c")).isLessThan(643);
    }
  }

  @Test
  void aFeatureTellsWhatItsAnswerHasCost() throws Exception {
    var feature = folder.resolve("features/asking/feature.yaml");
    Files.createDirectories(feature.getParent());
    Files.writeString(
        feature, "description: a test\ntiers: [{name: only, model: priced, prompt: answer}]\n");
    try (var house =
        new TestHouse(
            folder, "  priced: {provider: up, model: p, price: {input: $1, output: $2}}\n")) {
      house.provider.always(OpenAiReplies.whole("Hello"));

      for (var answer :
          List.of(
              house.ask("", "asking", "Which port?"),
              house.post(
                  TestHouse.CHAT,
                  "",
                  "{\"model\":\"feature/asking\",\"messages\":[{\"role\":\"user\",\"content\":\"Which port?\"}]}"))) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        // 11 tokens in, of which 4 from the cache, and 7 out.
        assertThat(new BigDecimal(answer.headers().firstValue("headgate-cost").orElseThrow()))
            .isBetween(new BigDecimal("0.000020"), new BigDecimal("0.000026"));
      }
    }
  }

  private static BigDecimal paid(TestHouse house, Reply reply, String tier) throws Exception {
    house.provider.always(reply);
    var answer =
        post(
            house,
            "tiered",
            ",\"max_tokens\":50,\"user\":\"payer-%s\",\"service_tier\":\"%s\""
                .formatted(tier, tier));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new BigDecimal(answer.headers().firstValue("headgate-cost").orElseThrow());
  }

  private static int mostFor(TestHouse house, String tier, String user) throws Exception {
    house.provider.always(OpenAiReplies.chat("Hello"));
    var answer =
        post(
            house,
            "tiered",
            ",\"max_tokens\":1000,\"user\":\"%s\",\"service_tier\":\"%s\"".formatted(user, tier));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return mostAsked(house);
  }

  private static Reply served(String tier) {
    var text = new String(OpenAiReplies.whole("Hello").bytes(), UTF_8);
    var json = text.substring(text.indexOf('{'));
    return Reply.json(json.substring(0, json.length() - 1) + ",\"service_tier\":" + tier + "}");
  }

  @Test
  void whatReadsWhatTheProviderKeepsHasNoBound() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            "  small: {provider: up, model: small, price: {input: $0.01, output: $0.01}}\n"
                + LITTLE)) {
      for (var request : STATEFUL.lines().toList()) {
        var parts = request.split("; ", 3);

        var answer = house.post(parts[0], "", "{\"model\":\"small\"," + parts[2] + "}");

        assertThat(answer.statusCode()).as(request + answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("nothing bounds what the call may cost", parts[1]);
      }
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void aFilmHasNoBound() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            "  small: {provider: up, model: small, price: {input: $0.01, output: $0.01}}\n"
                + LITTLE)) {
      var answer =
          house.post(
              TestHouse.CHAT,
              "",
              """
              {"model":"small","max_tokens":9,"messages":[{"role":"user","content":[
              {"type":"video_url","video_url":{"url":"https://a.example/film.mp4"}}]}]}
              """);

      assertThat(error(answer)).isEqualTo("400 budget_unbounded");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void whatSearchesFindIsBoundedOnlyIfItIsDeclared() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              open: {provider: up, model: a, price: {input: $1, output: $1, searches-per-tool: 2}}
              told: {provider: up, model: b, price: {input: $1, output: $1, searches-per-tool: 2, tokens-per-search: 1000}}
              much: {provider: up, model: c, price: {input: $1, output: $1, searches-per-tool: 2, tokens-per-search: 100000}}
            """
                + LITTLE)) {
      var searching = ",\"max_tokens\":100,\"web_search_options\":{}";

      var open = post(house, "open", searching);
      var told = post(house, "told", searching);
      var much = post(house, "much", searching);

      assertThat(error(open)).isEqualTo("400 budget_unbounded");
      assertThat(open.body()).contains("tokens-per-search");
      assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
      assertThat(error(much)).isEqualTo("402 budget_exceeded");
    }
  }

  @Test
  void whatNobodyReportsIsNeverFree() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            "  small: {provider: up, model: small, price: {input: $1000, output: $1000}}\n"
                + SOFT)) {
      house.provider.always(Reply.json(SILENT));

      var answer =
          house.post(
              TestHouse.CHAT,
              "",
              """
              {"model":"small","max_tokens":10,"messages":[{"role":"user","content":[
              {"type":"text","text":"hi"},
              {"type":"image_url","image_url":{"url":"https://a.example/a.png"}}]}]}
              """);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      // Ten tokens out, and the bytes of the request in.
      assertThat(new BigDecimal(answer.headers().firstValue("headgate-cost").orElseThrow()))
          .isGreaterThan(new BigDecimal("0.05"));
      assertThat(house.get("/admin/budgets", house.adminToken()).body())
          .doesNotContain("\"spent_nano_dollars\":0,");
    }
  }

  @Test
  void whatHasNoPriceIsCountedAndTold() throws Exception {
    try (var house = new TestHouse(folder, SOFT)) {
      assertThat(post(house, "smart", "").statusCode()).isEqualTo(200);

      assertThat(house.get("/metrics", "").body())
          .contains("headgate_budgets_unknown_cost_total 1.0");
    }
  }

  @Test
  void everyAnswerHasABoundAlsoWithoutABudget() throws Exception {
    try (var house =
        new TestHouse(
            folder,
            """
              old: {provider: up, model: gpt-3.5-turbo}
              narrow: {provider: up, model: own, context-window: 2000}
            limits: {max-output-tokens: 5000}
            """)) {
      assertThat(most(house, "smart", "")).isEqualTo(5_000);
      assertThat(most(house, "smart", ",\"stream\":true")).isEqualTo(5_000);
      assertThat(most(house, "old", "")).isEqualTo(4_096);
      assertThat(most(house, "narrow", "")).isBetween(1_000, 1_990);
      assertThat(most(house, "smart", ",\"max_tokens\":7000")).isEqualTo(7_000);
      assertThat(most(house, "smart", ",\"max_completion_tokens\":9")).isEqualTo(9);
      assertThat(house.ask("", "asking", "hi").statusCode()).isEqualTo(200);
      assertThat(mostAsked(house)).isEqualTo(5_000);
    }
  }

  private static int most(TestHouse house, String model, String more) throws Exception {
    var answer = post(house, model, more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return mostAsked(house);
  }

  /// What the last request asks for.
  private static int mostAsked(TestHouse house) {
    var asked = MOST.matcher(house.provider.requests().getLast().body());
    return asked.find() ? Integer.parseInt(asked.group(1)) : -1;
  }

  /// @param more members
  private static HttpResponse<String> post(TestHouse house, String model, String more)
      throws Exception {
    return house.post(
        TestHouse.CHAT,
        "",
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
            .formatted(model, more));
  }
}
