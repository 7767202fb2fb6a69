package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ReceivedRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Money and limits of the models that features ask, and of deployments that a hard budget cannot
/// count, over HTTP.
final class ModelMoneyTest {
  // The script's usage: 11 tokens read at $1,000 and 7 written at $4,000 a million.
  private static final long COST = 39_000_000;
  private static final String[] TERMS = {
    "x-headgate-session", "s1", "x-headgate-tags", "red, blue"
  };

  @TempDir private Path folder;
  private TestHouse house;

  @BeforeEach
  void start() throws IOException {
    house = new TestHouse(folder, "");
    feature(
        "chain", "- {name: generated, model: smart, prompt: p}\n- {name: canned, reply: Sorry.}");
    feature(
        "unpriced", "- {name: g, model: up/unknown, prompt: p}\n- {name: canned, reply: Sorry.}");
    feature("mixed", "- {name: generated, model: mixed, prompt: p}");
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aFeaturesCallCountsForItsModelItsSessionAndItsTags() throws Exception {
    declare(
        """
        budgets:
          model: {limit: $10, window: total, match: {model: smart}}
          models: {limit: $10, window: total, per: model}
          sessions: {limit: $10, window: total, per: session}
          tags: {limit: $10, window: total, per: tag}
        """);

    assertThat(house.ask("", "chain", "hi", TERMS).body()).contains("Hello");
    var chat =
        "{\"model\":\"feature/chain\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    assertThat(house.post(TestHouse.CHAT, "", chat, TERMS).body()).contains("Hello");
    var message =
        "{\"model\":\"feature/chain\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    assertThat(house.post("/v1/messages", "", message, TERMS).body()).contains("Hello");

    assertThat(spent("model", "")).isEqualTo(3 * COST);
    assertThat(spent("models", "smart")).isEqualTo(3 * COST);
    assertThat(spent("sessions", "s1")).isEqualTo(3 * COST);
    assertThat(spent("tags", "red")).isEqualTo(3 * COST);
    assertThat(spent("tags", "blue")).isEqualTo(3 * COST);
  }

  @Test
  void theBudgetOfAModelMovesAFeatureToItsNextTier() throws Exception {
    declare("budgets: {model: {limit: $0.001, window: total, match: {model: smart}}}\n");

    assertThat(house.ask("", "chain", "hi").body()).contains("Sorry.");
    assertThat(error(house.ask("", "asking", "hi"))).isEqualTo("402 budget_exceeded");
    assertThat(house.provider.requests()).isEmpty();
  }

  @Test
  void aModelWithoutAPriceMovesAFeatureToItsNextTier() throws Exception {
    declare("budgets: {all: {limit: $10}}\n");

    var answer = house.ask("", "unpriced", "hi");

    assertThat(answer.body()).contains("Sorry.");
    assertThat(trace(answer)).contains("budget_unpriced");
    assertThat(house.provider.requests()).isEmpty();
  }

  @Test
  void theLimitOfAModelCountsWhatFeaturesAsk() throws Exception {
    declare("limits: {models: {smart: {requests-per-hour: 2}}}\n");

    assertThat(house.chat("", "smart").statusCode()).isEqualTo(200);
    assertThat(house.ask("", "asking", "hi").statusCode()).isEqualTo(200);

    var refused = house.ask("", "asking", "hi");
    assertThat(error(refused)).isEqualTo("429 rate_limited");
    assertThat(refused.body()).contains("model \\\"smart\\\"");
    assertThat(house.ask("", "chain", "hi").body()).contains("Sorry.");
    assertThat(error(house.chat("", "smart"))).isEqualTo("429 rate_limited");
  }

  @Test
  void theTokensOfAFeaturesModelAreCorrectedByTheProvidersCount() throws Exception {
    declare("limits: {models: {smart: {tokens-per-day: 9000}}}\n");

    assertThat(house.ask("", "asking", "hi").statusCode()).isEqualTo(200);
    // The most, some 8,200, fits once more only if the first call has given back what it held.
    assertThat(house.ask("", "asking", "hi").statusCode()).isEqualTo(200);
  }

  @Test
  void aDeploymentWithoutAPriceIsPassedOverHoweverOften() throws Exception {
    declare("budgets: {all: {limit: $10}}\n");

    for (int i = 0; i < 40; i++) {
      assertThat(house.chat("", "mixed").statusCode()).isEqualTo(200);
    }

    var answer = house.chat("", "mixed", "x-headgate-explain", "true");
    assertThat(answer.headers().firstValue("headgate-attempts").orElseThrow())
        .matches("up/unknown budget_unpriced 0ms, up/m-2 answered \\d+ms");
    assertThat(trace(answer)).contains("\"outcome\":\"budget_unpriced\"");
    assertThat(house.post(TestHouse.CHAT, "", stream("mixed")).body()).contains("[DONE]");
    assertThat(house.ask("", "mixed", "hi").body()).contains("Hello");
    assertThat(house.provider.requests())
        .extracting(ReceivedRequest::body)
        .allSatisfy(body -> assertThat(body).contains("m-2"));
  }

  @Test
  void aFallbackWithoutAPriceDoesNotHideWhatFailed() throws Exception {
    declare("budgets: {all: {limit: $10}}\n");
    house.provider.always(OpenAiReplies.error(500, "server_error", "broken"));

    assertThat(house.chat("", "hidden").statusCode()).isEqualTo(500);
    assertThat(house.post(TestHouse.CHAT, "", stream("hidden")).body()).contains("broken");
    assertThat(error(house.chat("", "nowhere"))).isEqualTo("403 budget_unpriced");
    assertThat(house.provider.requests()).hasSize(2);
  }

  @Test
  void nobodyIsAskedBesideADeploymentThatWasPassedOver() throws Exception {
    declare("budgets: {all: {limit: $0.001}}\n");

    assertThat(house.post(TestHouse.CHAT, "", stream("hedged")).body()).contains("Hello");
    // Longer than another deployment would have waited for the one that was never asked.
    house.provider.always(request -> OpenAiReplies.whole("Hello").delayed(Duration.ofSeconds(3)));

    assertThat(house.chat("", "free").statusCode()).isEqualTo(200);
    assertThat(house.provider.requests()).hasSize(2);
  }

  @Test
  void otherBoundsOfTheCacheHoldWithoutARestart() throws Exception {
    declare("");
    assertThat(cached(house.chat("", "kept"), house.chat("", "kept"))).isTrue();

    declare("cache: {max-answer-bytes: 1B}\n");

    var once = house.chat("", "kept", "cache-control", "no-cache");
    assertThat(once.statusCode()).isEqualTo(200);
    assertThat(house.get("/readyz", "").body()).doesNotContain("restart");
    assertThat(
            cached(
                house.post(TestHouse.CHAT, "", json("kept", ",\"seed\":1")),
                house.post(TestHouse.CHAT, "", json("kept", ",\"seed\":1"))))
        .isFalse();
  }

  private static boolean cached(HttpResponse<String> first, HttpResponse<String> second) {
    assertThat(first.statusCode()).isEqualTo(200);
    return second.headers().firstValue("headgate-cache").isPresent();
  }

  private void declare(String more) throws IOException {
    var price = "price: {input: $1000, output: $4000}";
    Files.writeString(
        folder.resolve("headgate.yaml"),
        """
        server: {port: 0}
        providers: {up: {base-url: "%s"}}
        models:
          smart: {provider: up, model: m-1, %s}
          kept: {provider: up, model: m-1, cache-for: 1h}
          free: {provider: up, model: m-1, price: {free: true}}
          nowhere: {provider: up, model: unknown}
          mixed:
            deployments:
              - {provider: up, model: unknown}
              - {provider: up, model: m-2, price: {free: true}}
          hidden:
            deployments:
              - {provider: up, model: m-3, price: {free: true}}
              - {provider: up, model: unknown}
          hedged:
            routing: {hedge: {after: 2s}}
            deployments:
              - {provider: up, model: m-1, %s}
              - {provider: up, model: m-2, price: {free: true}}
              - {provider: up, model: m-3, price: {free: true}}
        """
                .formatted(house.provider.baseUrl(), price, price)
            + more);
    house.serving.house().change(TestHouse.load(folder));
  }

  private void feature(String name, String tiers) throws IOException {
    var feature = folder.resolve("features/" + name);
    Files.createDirectories(feature.resolve("prompts"));
    Files.writeString(
        feature.resolve("feature.yaml"), "description: a test\ntiers:\n" + tiers.indent(2));
    Files.writeString(
        feature.resolve("prompts/p.prompt"),
        "---\nversion: 1.0.0\ninput: {schema: {question: string}}\n---\n{{question}}\n");
  }

  private static String stream(String model) {
    return json(model, ",\"stream\":true");
  }

  private static String json(String model, String more) {
    return "{\"model\":\"%s\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
        .formatted(model, more);
  }

  private String trace(HttpResponse<String> answer) throws Exception {
    var id = answer.headers().firstValue("headgate-trace-id").orElseThrow();
    return house.get("/admin/traces/" + id, house.adminToken()).body();
  }

  private long spent(String budget, String subject) throws Exception {
    var budgets = house.get("/admin/budgets", house.adminToken()).body();
    var found =
        Pattern.compile(
                "\"budget\":\"%s\",\"subject\":\"%s\"[^}]*\"spent_nano_dollars\":(\\d+)"
                    .formatted(budget, subject))
            .matcher(budgets);
    assertThat(found.find()).as(budgets).isTrue();
    return Long.parseLong(found.group(1));
  }
}
