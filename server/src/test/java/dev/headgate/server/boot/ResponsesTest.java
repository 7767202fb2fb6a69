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
  private static final String COMPLETIONS = "/v1/completions";
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
          .doesNotContain("event: response.completed")
          .contains(
              "event: error\ndata: {\"type\":\"error\",\"code\":\"provider_truncated\",\"message\":\"")
          .contains("\"param\":null,\"sequence_number\":5,\"error\":{\"message\":");
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

  @Test
  void answersByAFeatureAndKeepsTheAnswer() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      var answer = askFeature(house, "greeting", "\"input\":\"Hi\",\"max_output_tokens\":99");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"object\":\"response\"", "\"model\":\"feature/greeting\"", "Good morning.")
          .contains("\"status\":\"completed\"", "\"headgate\":{\"trace_id\"", "\"tier\":\"only\"");
      var id = property(answer.body(), "id");
      assertThat(id).startsWith("resp_");
      assertThat(house.get(RESPONSES + "/" + id, "").body()).isEqualTo(answer.body());
      assertThat(house.get(RESPONSES + "/" + id + "/input_items", "").body())
          .contains("\"text\":\"Hi\"");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void streamsAFeaturesAnswerAndKeepsIt() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AnyDialect.says("Hel", "lo"));

      var streamed = askFeature(house, "asking", "\"input\":\"Hi\",\"stream\":true");

      assertThat(streamed.body())
          .startsWith("event: response.created")
          .containsSubsequence(
              "\"delta\":\"Hel\"",
              "\"delta\":\"lo\"",
              "event: response.completed",
              "\"total_tokens\":18",
              "\"headgate\":{\"trace_id\"");
      var id = streamed.body().replaceAll("(?s).*?\"id\":\"(resp_[^\"]*)\".*", "$1");
      assertThat(house.get(RESPONSES + "/" + id, "").body())
          .contains("\"Hello\"", "\"tier\":\"generated\"");
    }
  }

  @Test
  void featuresAndModelsGoOnFromEachOther() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AnyDialect.says("Hel", "lo"));
      var feature =
          property(askFeature(house, "greeting", "\"input\":\"Who is there?\"").body(), "id");

      var model = ask(house, "\"input\":\"Go on.\",\"previous_response_id\":\"" + feature + "\"");
      assertThat(house.provider.requests().getLast().body())
          .containsSubsequence("Who is there?", "Good morning.", "Go on.");
      var again =
          askFeature(
              house,
              "asking",
              "\"input\":\"And now?\",\"previous_response_id\":\"%s\""
                  .formatted(property(model.body(), "id")));

      assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
      assertThat(again.body()).contains("\"previous_response_id\":\"");
      assertThat(house.provider.requests().getLast().body()).contains("And now?");
      assertThat(
              error(
                  askFeature(
                      house, "asking", "\"input\":\"x\",\"previous_response_id\":\"resp_0\"")))
          .isEqualTo("404 response_not_found");
    }
  }

  @Test
  void keepsNoFeaturesAnswerThatMustNotBeKept() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      var id =
          property(askFeature(house, "greeting", "\"input\":\"Hi\",\"store\":false").body(), "id");

      assertThat(error(house.get(RESPONSES + "/" + id, ""))).isEqualTo("404 response_not_found");
    }
  }

  @Test
  void saysOfFeaturesWhatTheChatDoorSays() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      for (var members :
          new String[] {
            "\"input\":\"Hi\",\"temperature\":1",
            "\"input\":\"Hi\",\"instructions\":\"Rhyme.\"",
            "\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}]",
            "\"input\":[]"
          }) {
        assertThat(error(askFeature(house, "greeting", members)))
            .as(members)
            .isEqualTo("400 invalid_request");
      }
      assertThat(error(askFeature(house, "missing", "\"input\":\"Hi\"")))
          .isEqualTo("404 feature_not_found");
    }
  }

  @Test
  void aFeatureContinuesATextOfTheOlderKind() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AnyDialect.says("Hel", "lo"));
      var plain = "{\"model\":\"feature/%s\",\"prompt\":\"Hi\",\"max_tokens\":9%s}";

      var whole = house.post(COMPLETIONS, "", plain.formatted("greeting", ""));
      var streamed = house.post(COMPLETIONS, "", plain.formatted("asking", ",\"stream\":true"));
      var counted =
          house.post(
              COMPLETIONS,
              "",
              plain.formatted(
                  "asking", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
      var several =
          house.post(COMPLETIONS, "", "{\"model\":\"feature/greeting\",\"prompt\":[\"a\",\"b\"]}");

      assertThat(whole.body())
          .contains("\"object\":\"text_completion\"", "\"text\":\"Good morning.\"")
          .contains("\"headgate\":{\"trace_id\"");
      assertThat(streamed.body())
          .containsSubsequence(
              "\"text\":\"Hel\"",
              "\"text\":\"lo\"",
              "\"finish_reason\":\"stop\"",
              "\"headgate\":{\"trace_id\"",
              "data: [DONE]")
          .doesNotContain("\"usage\":{");
      assertThat(counted.body()).contains("\"total_tokens\":18");
      assertThat(error(several)).isEqualTo("400 invalid_request");
      assertThat(several.body()).contains("\"param\":\"prompt\"");
    }
  }

  private static HttpResponse<String> askFeature(TestHouse house, String feature, String members)
      throws Exception {
    return house.post(RESPONSES, "", "{\"model\":\"feature/" + feature + "\"," + members + "}");
  }

  private static HttpResponse<String> ask(TestHouse house, String members) throws Exception {
    return ask(house, "", members);
  }

  private static HttpResponse<String> ask(TestHouse house, String key, String members)
      throws Exception {
    return house.post(RESPONSES, key, "{\"model\":\"smart\"," + members + "}");
  }
}
