package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static dev.headgate.server.boot.TestHouse.property;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ResponsesReplies;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Responses, relayed and translated, and the answers that are kept of them.
final class ResponsesTest {
  private static final String SHOP = "hg-shop-0123456789abcdef";
  private static final String BANK = "hg-bank-0123456789abcdef";
  private static final String RESPONSES = "/v1/responses";
  private static final String TWO_PROJECTS =
      """
      projects: {shop: {}, bank: {}}
      access:
        keys:
          - {name: shop, key: "${env:SHOP}", project: shop}
          - {name: bank, key: "${env:BANK}", project: bank}
      """;

  @TempDir private Path folder;

  @Test
  void relaysBytesAndKeepsTheAnswer() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(ResponsesReplies.response("Hel", "lo"));

      var answer = ask(house, "\"input\":\"Hi\",\"new_in_requests\":[1,2]");

      var asked = house.provider.requests().getLast();
      assertThat(asked.path()).isEqualTo("/v1/responses");
      assertThat(asked.body())
          .isEqualTo(
              "{\"model\":\"m-1\",\"input\":\"Hi\",\"new_in_requests\":[1,2],\"max_output_tokens\":8192}");
      var id = property(answer.body(), "id");
      assertThat(house.get(RESPONSES + "/" + id, "").body()).contains("\"Hello\"");
      assertThat(house.get(RESPONSES + "/" + id + "/input_items", "").body())
          .contains("\"type\":\"input_text\",\"text\":\"Hi\"", "\"has_more\":false");
      assertThat(house.send("DELETE", RESPONSES + "/" + id, "", "").body())
          .contains("\"deleted\":true");
      assertThat(error(house.get(RESPONSES + "/" + id, ""))).isEqualTo("404 response_not_found");
      assertThat(error(house.send("DELETE", RESPONSES + "/" + id, "", "")))
          .isEqualTo("404 response_not_found");
    }
  }

  @Test
  void keepsAStreamedAnswerBeforeItsEndIsSent() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(ResponsesReplies.response("Hel", "lo"));

      var streamed = ask(house, "\"input\":\"Hi\",\"stream\":true");

      assertThat(streamed.body()).contains("event: response.completed");
      var id = streamed.body().replaceAll("(?s).*?\"id\":\"(resp_[^\"]*)\".*", "$1");
      assertThat(house.get(RESPONSES + "/" + id, "").body()).contains("\"Hello\"");
    }
  }

  @Test
  void goesOnFromAKeptAnswerWithWhoeverSpeaks() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AnyDialect.says("Hel", "lo"));
      var first = property(ask(house, "\"input\":\"How is Oslo?\"").body(), "id");

      var second =
          ask(
              house,
              "\"input\":\"And tomorrow?\",\"previous_response_id\":\"%s\",\"metadata\":{\"a\":\"b\"}"
                  .formatted(first));
      var id = property(second.body(), "id");
      var third =
          ask(
              house,
              "\"input\":\"And then?\",\"stream\":true,\"previous_response_id\":\"%s\""
                  .formatted(id));

      assertThat(second.body())
          .contains("\"previous_response_id\":\"" + first + "\"", "\"metadata\":{\"a\":\"b\"}");
      assertThat(id).startsWith("resp_").isNotEqualTo(first);
      assertThat(third.body()).contains("\"previous_response_id\":\"" + id + "\"");
      var asked = house.provider.requests().getLast();
      assertThat(asked.path()).isEqualTo("/v1/chat/completions");
      assertThat(asked.body())
          .containsSubsequence("How is Oslo?", "Hello", "And tomorrow?", "Hello", "And then?")
          .doesNotContain("previous_response_id");
    }
  }

  @Test
  void keepsNothingThatMustNotBeKept() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(ResponsesReplies.response("Hello"));

      var id = property(ask(house, "\"input\":\"Hi\",\"store\":false").body(), "id");

      assertThat(error(house.get(RESPONSES + "/" + id, ""))).isEqualTo("404 response_not_found");
    }
  }

  @Test
  void keepsNoAnswerThatBrokeOff() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      var events = ResponsesReplies.streamEvents("Hello");
      house.provider.always(Reply.events(events.subList(0, 5).toArray(String[]::new)));

      var broken = ask(house, "\"input\":\"Hi\",\"stream\":true");

      assertThat(broken.body())
          .contains("event: error")
          .doesNotContain("event: response.completed");
      assertThat(error(house.get(RESPONSES + "/" + ResponsesReplies.ID, "")))
          .isEqualTo("404 response_not_found");
    }
  }

  /// Another project's answer is one that there is not, to the byte.
  @Test
  void anotherProjectsAnswerIsUnknown() throws Exception {
    try (var house = new TestHouse(folder, TWO_PROJECTS)) {
      house.provider.always(AnyDialect.says("canary-77"));
      var id = property(ask(house, SHOP, "\"input\":\"canary-77\"").body(), "id");
      var before = house.provider.requests().size();

      for (var method : new String[] {"GET", "DELETE"}) {
        var others = house.send(method, RESPONSES + "/" + id, BANK, "");
        var unknown = house.send(method, RESPONSES + "/resp_none", BANK, "");
        assertThat(error(others)).isEqualTo("404 response_not_found");
        assertThat(others.body().replace(id, "resp_none")).isEqualTo(unknown.body());
      }
      assertThat(error(house.get(RESPONSES + "/" + id + "/input_items", BANK)))
          .isEqualTo("404 response_not_found");
      var continued = ask(house, BANK, "\"input\":\"x\",\"previous_response_id\":\"" + id + "\"");
      assertThat(error(continued)).isEqualTo("404 response_not_found");
      assertThat(continued.body()).contains(id).doesNotContain("canary");
      assertThat(house.provider.requests()).hasSize(before);
      assertThat(house.get(RESPONSES + "/" + id, SHOP).body()).contains("canary-77");
    }
  }

  @Test
  void refusesWhatItCannotDo() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      assertThat(error(ask(house, "\"input\":\"Hi\",\"background\":true")))
          .isEqualTo("400 unsupported_parameter");
      assertThat(error(house.post(RESPONSES, "", "{\"input\":\"Hi\"}")))
          .isEqualTo("400 invalid_request");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  private static HttpResponse<String> ask(TestHouse house, String members) throws Exception {
    return ask(house, "", members);
  }

  private static HttpResponse<String> ask(TestHouse house, String key, String members)
      throws Exception {
    return house.post(RESPONSES, key, "{\"model\":\"smart\"," + members + "}");
  }
}
