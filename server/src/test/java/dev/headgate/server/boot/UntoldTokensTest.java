package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a provider did not say of a call is unknown wherever the call is shown, and never 0.
final class UntoldTokensTest {
  private static final String INPUT = "\"gen_ai.usage.input_tokens\"";

  @TempDir private Path folder;

  @Test
  void aStreamThatBreaksBeforeItsUsageHasTakenNobodyKnowsWhat() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(OpenAiReplies.stream(true, "Hello", " there").cutBehind("Hello"));

      var answer = stream(house, "smart");

      assertThat(answer.body()).contains("provider_truncated");
      assertThat(row(house)).contains("provider_truncated").doesNotContain("_tokens", "estimated");
      assertThat(trace(house, answer)).doesNotContain(INPUT, "headgate.estimated");
    }
  }

  @Test
  void whatWasSaidBeforeABreakIsMarkedAsNotAll() throws Exception {
    try (var house = new TestHouse(folder, "", "type: anthropic")) {
      house.provider.always(AnthropicReplies.stream("Hello", " there").cutBehind("Hello"));

      var answer = stream(house, "smart");

      assertThat(row(house)).contains("\"input_tokens\":11,\"output_tokens\":1,\"estimated\":true");
      assertThat(trace(house, answer))
          .containsSubsequence(
              INPUT + ":11",
              "\"headgate.estimated\":true",
              "\"attempts\"",
              INPUT + ":11",
              "\"headgate.estimated\":true");
    }
  }

  @Test
  void aWholeAnswerIsCountedAsItsProviderCounts() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      var answer = stream(house, "smart");

      assertThat(row(house)).containsPattern("\"input_tokens\":[1-9]").doesNotContain("estimated");
      assertThat(trace(house, answer)).contains(INPUT).doesNotContain("headgate.estimated");
    }
  }

  @Test
  void aRefusalBeforeTheAnswerTookNothing() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(OpenAiReplies.error(400, "invalid_request_error", "invalid_value"));

      var answer = stream(house, "smart");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(row(house)).contains("\"input_tokens\":0,\"output_tokens\":0}");
    }
  }

  @Test
  void anAnswerBelowATierThatBrokeSaysSo() throws Exception {
    Files.createDirectories(folder.resolve("features/asking"));
    Files.writeString(
        folder.resolve("features/asking/feature.yaml"),
        """
        description: a test
        tiers:
          - {name: generated, model: smart, prompt: answer}
          - {name: support, reply: Ask a person.}
        """);
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(OpenAiReplies.stream(true, "Hello", " there").cutBehind("Hello"));

      var cut = house.ask("", "asking", "Who?");
      house.provider.always(OpenAiReplies.chat("Hello"));
      var whole = house.ask("", "asking", "Who?");

      assertThat(cut.body()).contains("\"tier\":\"support\"", "\"estimated\":true");
      assertThat(whole.body())
          .contains("\"tier\":\"generated\"")
          .doesNotContain("estimated", "\"input_tokens\":0");
      assertThat(trace(house, cut)).doesNotContain(INPUT);
    }
  }

  private static HttpResponse<String> stream(TestHouse house, String model) throws Exception {
    return house.post(
        TestHouse.CHAT,
        "",
        "{\"model\":\"%s\",\"stream\":true,\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(model));
  }

  private static String row(TestHouse house) throws Exception {
    return house.get("/admin/traces?limit=1", house.adminToken()).body();
  }

  private static String trace(TestHouse house, HttpResponse<String> answer) throws Exception {
    var id = answer.headers().firstValue("headgate-trace-id").orElseThrow();
    return house.get("/admin/traces/" + id, house.adminToken()).body();
  }
}
