package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A tier whose model keeps the call waiting for its first token is asked for elsewhere as well, as
/// a call for the model itself is, whichever way its answer is handed over.
final class HedgedFeatureTest {
  private static final String MODELS =
      """
        hedged:
          routing: {strategy: ordered, hedge: {after: 100ms, share: 1}}
          deployments: [{provider: up, model: a}, {provider: up, model: b}]
      """;
  private static final String STREAMED = "text/event-stream";

  @TempDir private Path folder;

  @BeforeEach
  void declare() throws IOException {
    feature("asking", "");
    feature("formed", "contract: {output: answer.json}\n");
    Files.createDirectories(folder.resolve("features/formed/contract"));
    Files.writeString(
        folder.resolve("features/formed/contract/answer.json"),
        "{\"type\":\"object\",\"required\":[\"by\"],\"properties\":{\"by\":{\"type\":\"string\"}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"asking", "formed"})
  void theFirstWordWinsWhoeverIsSilent(String feature) throws Exception {
    try (var house = house(HedgedFeatureTest::silent, () -> says("b"))) {
      for (var accept : new String[] {"application/json", STREAMED}) {
        var answer = ask(house, feature, accept);

        assertThat(answer.body()).as(accept).contains("\\\"b\\\"").doesNotContain("\\\"a\\\"");
        assertThat(attempts(house, answer))
            .as(accept)
            .contains("\"provider_timeout\"", "\"answered\"");
      }
      assertThat(house.provider.requests()).hasSize(4);
    }
  }

  @Test
  void theFirstAttemptMayWinLate() throws Exception {
    try (var house =
        house(() -> says("a").delayed(Duration.ofMillis(400)), HedgedFeatureTest::silent)) {
      for (var accept : new String[] {"application/json", STREAMED}) {
        var answer = ask(house, "asking", accept);

        assertThat(answer.body()).as(accept).contains("\\\"a\\\"");
        assertThat(attempts(house, answer)).as(accept).contains("\"hedge lost\"", "\"answered\"");
      }
    }
  }

  @Test
  void whoeverIsFastIsAskedAlone() throws Exception {
    try (var house = house(() -> says("a"), () -> says("b"))) {
      assertThat(ask(house, "asking", STREAMED).body()).contains("\\\"a\\\"");
      assertThat(ask(house, "formed", "application/json").body()).contains("\\\"a\\\"");

      assertThat(house.provider.requests()).hasSize(2);
    }
  }

  @Test
  void aSecondThatFailsLeavesTheFirstAlone() throws Exception {
    try (var house =
        house(
            () -> says("a").delayed(Duration.ofMillis(400)),
            () -> OpenAiReplies.error(500, "server_error", "server_error"))) {
      assertThat(ask(house, "asking", STREAMED).body()).contains("\\\"a\\\"");
    }
  }

  @Test
  void anAnswerThatBreaksBehindTheHedgeIsNoAnswer() throws Exception {
    try (var house = house(HedgedFeatureTest::silent, () -> says("b").cutBehind("by"))) {
      var answer = ask(house, "asking", "application/json");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
      assertThat(answer.body()).contains("provider_truncated");
    }
  }

  private TestHouse house(Supplier<Reply> a, Supplier<Reply> b) throws IOException {
    var house = new TestHouse(folder, MODELS);
    house.provider.always(request -> (request.body().contains("\"model\":\"a\"") ? a : b).get());
    return house;
  }

  private static Reply silent() {
    return says("never").hangAfter(0);
  }

  // A document, and a text as well.
  private static Reply says(String who) {
    return OpenAiReplies.stream(true, "{\"by\":", "\"" + who + "\"}");
  }

  private static HttpResponse<String> ask(TestHouse house, String feature, String accept)
      throws Exception {
    return house.post(
        "/v1/features/" + feature + "/calls",
        "",
        "{\"input\":{\"question\":\"hi\"}}",
        "accept",
        accept);
  }

  private static String attempts(TestHouse house, HttpResponse<String> answer) throws Exception {
    var id = answer.headers().firstValue("headgate-trace-id").orElseThrow();
    return house.get("/admin/traces/" + id, house.adminToken()).body();
  }

  private void feature(String name, String more) throws IOException {
    var feature = folder.resolve("features/" + name);
    Files.createDirectories(feature.resolve("prompts"));
    Files.writeString(
        feature.resolve("feature.yaml"),
        "description: a test\n" + more + "tiers: [{name: only, model: hedged, prompt: answer}]\n");
    Files.writeString(
        feature.resolve("prompts/answer.prompt"),
        "---\nversion: 1.0.0\ninput: {schema: {question: string}}\n---\n{{question}}\n");
  }
}
