package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What callers of features see and steer of the deployments behind them.
final class FeatureRoutingTest {
  private static final String EXPLAIN = "x-headgate-explain";
  private static final String ATTEMPTS = "headgate-attempts";
  private static final String MODELS =
      """
        turns:
          routing: {strategy: weighted, sticky: prefix}
          deployments: [{provider: up, model: a}, {provider: up, model: b}]
        gone: {provider: up, model: gone}
      """;

  @TempDir private Path folder;

  @Test
  void aWholeAnswerNamesTheDeploymentsOfAllTiers() throws Exception {
    declare(
        "[{name: best, model: gone, prompt: answer}, {name: next, model: smart, prompt: answer}]");
    try (var house = new TestHouse(folder, MODELS)) {
      house.provider.always(request ->
          request.body().contains("\"gone\"")
              ? OpenAiReplies.error(400, "invalid_request_error", "no")
              : OpenAiReplies.chat("Hello").reply(request));

      var answer = house.ask("", "asking", "hi", EXPLAIN, "true");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue(ATTEMPTS).orElseThrow())
          .matches("up/gone provider_rejected \\d+ms, up/m-1 answered \\d+ms");
      assertThat(house.ask("", "asking", "hi").headers().firstValue(ATTEMPTS)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions",
        "/v1/messages",
        "/v1/responses",
        "/v1/features/asking/calls"
      })
  void aStreamNamesThemInAComment(String door) throws Exception {
    declare("[{name: generated, model: smart, prompt: answer}]");
    try (var house = new TestHouse(folder, MODELS)) {
      house.provider.always(AnyDialect.says("Hello", " there"));
      var model = "\"model\":\"feature/asking\",\"stream\":true,";
      var messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
      var body =
          switch (door) {
            case "/v1/responses" -> "{" + model + "\"input\":\"hi\"}";
            case "/v1/messages" -> "{" + model + "\"max_tokens\":99," + messages + "}";
            case "/v1/chat/completions" -> "{" + model + messages + "}";
            default -> "{\"input\":{\"question\":\"hi\"}}";
          };

      var answer = house.post(door, "", body, EXPLAIN, "true", "accept", "text/event-stream");

      assertThat(answer.body())
          .containsPattern("\n: headgate-attempts up/m-1 answered \\d+ms\n\n")
          .contains("Hello");
    }
  }

  @Test
  void aPromptThatBeginsTheSameStaysAtItsDeployment() throws Exception {
    declare("[{name: generated, model: turns, prompt: answer}]");
    try (var house = new TestHouse(folder, MODELS)) {
      for (int i = 0; i < 24; i++) {
        assertThat(house.ask("", "asking", "the same").statusCode()).isEqualTo(200);
      }
      assertThat(house.provider.requests())
          .extracting(FeatureRoutingTest::deployment)
          .containsOnly(deployment(house.provider.requests().getFirst()));

      for (int i = 0; i < 24; i++) {
        assertThat(house.ask("", "asking", "another " + i).statusCode()).isEqualTo(200);
      }
      assertThat(house.provider.requests())
          .extracting(FeatureRoutingTest::deployment)
          .contains("a", "b");
    }
  }

  private static String deployment(ReceivedRequest request) {
    return request.body().contains("\"model\":\"a\"") ? "a" : "b";
  }

  private void declare(String tiers) throws IOException {
    var feature = folder.resolve("features/asking");
    Files.createDirectories(feature);
    Files.writeString(
        feature.resolve("feature.yaml"), "description: a test\ntiers: " + tiers + "\n");
  }
}
