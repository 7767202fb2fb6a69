package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static dev.headgate.server.boot.TestHouse.property;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A feature's answers that are given again, over HTTP.
final class FeatureCacheTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String BANK = "hg-bank-0123456789abcdef";
  private static final String CALLS = "/v1/features/asking/calls";
  private static final String CHAT =
      "{\"model\":\"feature/asking\",\"messages\":[{\"role\":\"user\",\"content\":\"Which port?\"}]%s}";
  private static final String TWO_PROJECTS =
      """
      projects: {shop: {}, bank: {}}
      access:
        keys:
          - {name: shop, key: "${env:SHOP}", project: shop}
          - {name: bank, key: "${env:BANK}", project: bank}
      """;

  @TempDir private Path folder;

  private TestHouse house(String more) throws IOException {
    var file = folder.resolve("features/asking/feature.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        description: a test
        cache-for: 1h
        tiers:
          - {name: generated, model: smart, prompt: answer}
          - {name: sorry, reply: "Nobody is there."}
        """);
    var house = new TestHouse(folder, more);
    house.provider.always(AnyDialect.says("Port ", "8080."));
    return house;
  }

  private static HttpResponse<String> ask(TestHouse house, String key, String... headers)
      throws Exception {
    return house.ask(key, "asking", "Which port?", headers);
  }

  private static boolean isHit(HttpResponse<String> answer) {
    return answer.headers().firstValue("headgate-cache").filter("hit"::equals).isPresent();
  }

  @Test
  void theVerySameIsAnsweredFromMemory() throws Exception {
    try (var house = house("")) {
      var first = ask(house, "");
      var again = ask(house, "");
      var other = house.ask("", "asking", "Which host?");

      assertThat(isHit(first)).isFalse();
      assertThat(isHit(again)).isTrue();
      assertThat(again.headers().firstValue("age")).isPresent();
      assertThat(again.headers().firstValue("headgate-cost")).isEmpty();
      assertThat(property(again.body(), "answer")).isEqualTo("Port 8080.");
      assertThat(property(again.body(), "trace_id"))
          .isNotEqualTo(property(first.body(), "trace_id"));
      assertThat(isHit(other)).isFalse();
      assertThat(house.provider.requests()).hasSize(2);
    }
  }

  @Test
  void aStreamIsGivenAgainAtEveryDoor() throws Exception {
    try (var house = house("")) {
      var first = house.post(TestHouse.CHAT, "", CHAT.formatted(",\"stream\":true"));
      var again = house.post(TestHouse.CHAT, "", CHAT.formatted(",\"stream\":true"));
      var whole = house.post(TestHouse.CHAT, "", CHAT.formatted(""));
      var events =
          house.post(
              CALLS,
              "",
              "{\"input\":{\"question\":\"Which port?\"}}",
              "Accept",
              "text/event-stream");

      assertThat(first.body()).endsWith("data: [DONE]\n\n");
      assertThat(isHit(again)).isTrue();
      assertThat(again.body()).contains("Port 8080.").endsWith("data: [DONE]\n\n");
      assertThat(isHit(whole)).isTrue();
      assertThat(isHit(events)).isTrue();
      assertThat(events.body()).contains("event: delta", "event: answer", "Port 8080.");
      assertThat(house.provider.requests()).hasSize(1);
    }
  }

  @Test
  void theCallerDecidesWhetherAnOldAnswerWillDo() throws Exception {
    try (var house = house("")) {
      ask(house, "");

      assertThat(isHit(ask(house, "", "Cache-Control", "no-cache"))).isFalse();
      assertThat(isHit(ask(house, "", "Cache-Control", "no-store"))).isFalse();
      assertThat(isHit(ask(house, "", "Cache-Control", "max-age=0"))).isFalse();
      assertThat(isHit(ask(house, "", "Cache-Control", "max-age=60"))).isTrue();
      assertThat(house.provider.requests()).hasSize(4);
    }
  }

  @Test
  void noProjectSeesAnothersAnswer() throws Exception {
    try (var house = house(TWO_PROJECTS)) {
      ask(house, SHOP);

      assertThat(isHit(ask(house, BANK))).isFalse();
      assertThat(isHit(ask(house, SHOP))).isTrue();
      assertThat(error(ask(house, "hg-none-0123456789abcdef"))).startsWith("401");
    }
  }

  @Test
  void aHitCountsAsARequest() throws Exception {
    try (var house = house(TWO_PROJECTS + "limits: {key: {requests-per-minute: 2}}\n")) {
      ask(house, SHOP);

      assertThat(isHit(ask(house, SHOP))).isTrue();
      assertThat(ask(house, SHOP).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void ofManyThatAskTheSameOneAsksTheModel() throws Exception {
    try (var house = house("");
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      house.provider.always(
          AnyDialect.changed(
              AnyDialect.says("Port ", "8080."), it -> it.delayed(Duration.ofMillis(300))));
      var calls = new ArrayList<Callable<HttpResponse<String>>>();
      for (int i = 0; i < 6; i++) {
        calls.add(() -> ask(house, ""));
      }

      for (var answer : callers.invokeAll(calls)) {
        assertThat(property(answer.get().body(), "answer")).isEqualTo("Port 8080.");
      }
      assertThat(house.provider.requests()).hasSize(1);
    }
  }

  @Test
  void theAnswerOfAWorseTierIsNotKept() throws Exception {
    try (var house = house("")) {
      house.provider.always(OpenAiReplies.error(400, "invalid_request_error", "broken"));
      var sorry = ask(house, "");
      house.provider.always(AnyDialect.says("Port ", "8080."));
      var better = ask(house, "");

      assertThat(property(sorry.body(), "answer")).isEqualTo("Nobody is there.");
      assertThat(property(better.body(), "answer")).isEqualTo("Port 8080.");
    }
  }

  @Test
  void whatSaysNothingToAFeatureIsNamed() throws Exception {
    try (var house = house("")) {
      var chat = house.post(TestHouse.CHAT, "", CHAT.formatted(",\"metadata\":{\"a\":\"b\"}"));
      var message =
          house.post(
              "/v1/messages",
              "",
              "{\"model\":\"feature/asking\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Which port?\"}]}");
      var refused = house.post(TestHouse.CHAT, "", CHAT.formatted(",\"store\":true"));

      assertThat(chat.headers().firstValue("headgate-ignored")).contains("metadata");
      assertThat(chat.body()).contains("\"ignored\":[\"metadata\"]");
      assertThat(message.headers().firstValue("headgate-ignored")).contains("max_tokens");
      assertThat(message.body()).contains("\"ignored\":[\"max_tokens\"]");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("\"param\":\"store\"");
    }
  }
}
