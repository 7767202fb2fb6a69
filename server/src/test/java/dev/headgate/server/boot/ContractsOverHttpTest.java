package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.contracts.JsonSchemas;
import dev.headgate.kernel.contracts.Reading;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Features with a contract, over HTTP: a 200 always follows it, and says how it came to.
final class ContractsOverHttpTest {
  private static final String GOOD = "{\"mood\":\"calm\",\"sure\":0.5}";
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["mood", "sure"], "additionalProperties": false,
       "properties": {"mood": {"enum": ["calm", "angry"]},
                      "sure": {"type": "number", "minimum": 0, "maximum": 1}}}
      """;

  @TempDir private Path folder;

  private TestHouse house(String contract) throws IOException {
    return house(contract, "{name: generated, model: smart, prompt: answer}");
  }

  private TestHouse house(String contract, String tiers) throws IOException {
    return house(contract, tiers, "");
  }

  private TestHouse house(String contract, String tiers, String more) throws IOException {
    var feature = folder.resolve("features/asking");
    Files.createDirectories(feature.resolve("contract"));
    Files.writeString(feature.resolve("contract/output.json"), SCHEMA);
    Files.writeString(
        feature.resolve("feature.yaml"),
        "description: a test\ncontract: {output: output.json%s}\ntiers: [%s]\n"
            .formatted(contract, tiers));
    return new TestHouse(folder, more);
  }

  private static HttpResponse<String> ask(TestHouse house) throws Exception {
    return house.ask("", "asking", "How is he?");
  }

  private static String outcome(HttpResponse<String> answer) {
    return answer.headers().firstValue("headgate-contract").orElse("");
  }

  @Test
  void anAnswerThatFitsIsGivenAsItIs() throws Exception {
    try (var house = house("")) {
      house.provider.always(OpenAiReplies.chat("{\"mood\": \"calm\",", " \"sure\": 0.5}"));

      var answer = ask(house);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(outcome(answer)).isEqualTo("kept");
      assertThat(answer.body())
          .contains("\"output\":" + GOOD, "\"contract\":{\"outcome\":\"kept\"}");
      assertThat(house.provider.awaitRequest(0).body())
          .contains("\"json_schema\"", "\"strict\":true", "\"name\":\"asking\"")
          .doesNotContain("minimum");
    }
  }

  @Test
  void whatIsSaidAroundADocumentIsLeftOut() throws Exception {
    try (var house = house("")) {
      house.provider.always(
          OpenAiReplies.chat(
              "<think>{\"mood\":1}</think>Here it is [see above]:\n```json\n",
              GOOD,
              "\n```\nBye!"));

      var answer = ask(house);

      assertThat(outcome(answer)).isEqualTo("kept");
      assertThat(answer.body()).contains("\"output\":" + GOOD);
      assertThat(house.provider.requests()).hasSize(1);
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsRepairedOnce() throws Exception {
    try (var house = house("")) {
      house.provider.next(OpenAiReplies.chat("{\"mood\":\"sad\",\"sure\":0.5}"));
      house.provider.next(OpenAiReplies.chat(GOOD));

      var answer = ask(house);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(outcome(answer)).isEqualTo("repaired");
      assertThat(answer.body())
          .contains("\"output\":" + GOOD, "\"contract\":{\"outcome\":\"repaired\",\"why\":\"/mood");
      assertThat(house.provider.awaitRequest(1).body())
          .contains("does not fit the required JSON Schema", "/mood");
      assertThat(
              house
                  .get(
                      "/admin/traces/" + TestHouse.property(answer.body(), "trace_id"),
                      house.adminToken())
                  .body())
          .contains("\"headgate.contract\":\"repaired\"", "\"headgate.contract.why\":\"/mood");
      assertThat(metrics(house))
          .contains(
              "headgate_contracts_answers_total{headgate_feature=\"asking\"",
              "outcome=\"repaired\"");
    }
  }

  private static String metrics(TestHouse house) throws Exception {
    return house.get("/metrics", "").body();
  }

  @Test
  void generationStopsAtTheFirstPieceThatCannotBecomeRight() throws Exception {
    try (var house = house(", repairs: 0, default: {mood: angry, sure: 0}")) {
      house.provider.always(
          OpenAiReplies.stream(true, "{\"mood\":\"sad", "\",", "\"sure\":0.5}").hangBehind("sad"));
      var began = System.nanoTime();

      var answer = ask(house);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
      assertThat(outcome(answer)).isEqualTo("defaulted");
      assertThat(house.provider.awaitRequest(0).awaitClosed(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void theTypedDefaultIsGivenWhenNothingFits() throws Exception {
    try (var house = house(", repairs: 2, default: {mood: calm, sure: 0}")) {
      house.provider.always(OpenAiReplies.chat("I cannot say."));

      var answer = ask(house);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(outcome(answer)).isEqualTo("defaulted");
      assertThat(answer.body())
          .contains("\"output\":{\"mood\":\"calm\",\"sure\":0}", "\"tier\":\"default\"")
          .contains("there is no JSON document in the answer");
      assertThat(house.provider.requests()).hasSize(3);
    }
  }

  @Test
  void theNextTierIsAskedBeforeTheDefault() throws Exception {
    try (var house =
        house(
            ", repairs: 0, default: {mood: calm, sure: 0}",
            "{name: one, model: smart, prompt: answer}, {name: two, model: cheap, prompt:"
                + " answer}")) {
      house.provider.next(OpenAiReplies.chat("No."));
      house.provider.next(OpenAiReplies.chat(GOOD));

      var answer = ask(house);

      assertThat(answer.body()).contains("\"tier\":\"two\"", "\"outcome\":\"kept\"");
    }
  }

  @Test
  void aCallWhoseAnswerFitsNowhereFails() throws Exception {
    try (var house = house("")) {
      house.provider.always(OpenAiReplies.chat("{\"mood\":\"calm\"}"));

      assertThat(error(ask(house))).isEqualTo("502 contract_failed");
    }
  }

  @Test
  void repairsEndWhereTheBudgetDoes() throws Exception {
    var feature = folder.resolve("features/asking");
    Files.createDirectories(feature.resolve("prompts"));
    Files.writeString(
        feature.resolve("prompts/brief.prompt"),
        "---\nversion: 1.0.0\nconfig: {maxOutputTokens: 10}\n---\nhi\n");
    try (var house =
        house(
            ", repairs: 3, default: {mood: calm, sure: 0}",
            "{name: generated, model: dear, prompt: brief}",
            """
              dear: {provider: up, model: dear, price: {input: $0, output: $1000}}
            budgets: {little: {limit: $0.0101, window: total}}
            """)) {
      house.provider.always(OpenAiReplies.chat("{\"mood\":\"sad\",\"sure\":0.5}"));

      var answer = ask(house);

      assertThat(outcome(answer)).isEqualTo("defaulted");
      assertThat(answer.body()).contains("/mood", "budget_exceeded");
      assertThat(house.provider.requests()).hasSize(1);
    }
  }

  @Test
  void declaredStepsComeBeforeTheCheck() throws Exception {
    try (var house =
        house(
            """
            , repairs: 0, steps: [{at: /mood, trim: true}, {at: /mood, map: {relaxed: calm}}, \
            {at: /sure, number: comma}, {at: /sure, clamp: {max: 1}}]\
            """)) {
      house.provider.always(OpenAiReplies.chat("{\"mood\": \" relaxed \", \"sure\": \"1,5\"}"));

      assertThat(ask(house).body()).contains("\"output\":{\"mood\":\"calm\",\"sure\":1}");
    }
  }

  @Test
  void anInputThatDoesNotFitIsRefusedByItsPlace() throws Exception {
    Files.createDirectories(folder.resolve("features/asking/contract"));
    Files.writeString(
        folder.resolve("features/asking/contract/input.json"),
        """
        {"type": "object", "required": ["order"], "properties":
          {"order": {"type": "object", "properties": {"id": {"type": "integer"}}}}}
        """);
    try (var house = house(", input: input.json")) {
      var answer =
          house.post("/v1/features/asking/calls", "", "{\"input\":{\"order\":{\"id\":\"seven\"}}}");

      assertThat(error(answer)).isEqualTo("400 invalid_request");
      assertThat(answer.body()).contains("\"param\":\"/input/order/id\"");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/v1/chat/completions|{\"model\":\"feature/asking\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}",
        "/v1/messages|{\"model\":\"feature/asking\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}",
        "/v1/responses|{\"model\":\"feature/asking\",\"input\":\"hi\"%s}",
        "/v1beta/models/feature%2Fasking:generateContent|{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]%s}",
      })
  void everyDoorGivesTheRepairedDocumentAsText(String path, String body) throws Exception {
    try (var house = house("")) {
      house.provider.next(AnyDialect.says("Sure! {\"mood\":"));
      house.provider.next(AnyDialect.says("Sure! ", GOOD));

      var answer = house.post(path, "", body.formatted(""));

      assertThat(answer.body()).contains(GOOD.replace("\"", "\\\"")).doesNotContain("Sure");
      assertThat(answer.body()).contains("repaired");
      assertThat(outcome(answer)).isEqualTo("repaired");
    }
  }

  @Test
  void aStreamHoldsTheDocumentBackUntilItFits() throws Exception {
    try (var house = house("")) {
      house.provider.next(OpenAiReplies.chat("{\"mood\":\"sad\",\"sure\":0.5}"));
      house.provider.next(OpenAiReplies.chat(GOOD));

      var answer =
          house.post(
              "/v1/features/asking/calls",
              "",
              "{\"input\":{\"question\":\"hi\"}}",
              "Accept",
              "text/event-stream");

      assertThat(answer.body())
          .contains("event: delta\ndata: {\"text\":\"" + GOOD.replace("\"", "\\\"") + "\"}")
          .doesNotContain("{\"text\":\"{\\\"mood\\\":\\\"sad")
          .contains("\"outcome\":\"repaired\"");
    }
  }

  @Test
  void whateverAModelWritesA200FollowsTheSchema() throws Exception {
    var schema = new JsonSchemas().compile("output.json", Map.of("output.json", SCHEMA));
    var pieces =
        List.of(
            GOOD,
            "{\"mood\":",
            "\"calm\"",
            ",\"sure\":",
            "0.5",
            "2",
            "}",
            "```json\n",
            "\n```",
            "Sure: ",
            "<think>",
            "</think>",
            "[",
            "null",
            "{\"mood\":\"angry\",\"sure\":1}");
    var random = new Random(11);
    var outcomes = new TreeMap<String, Integer>();
    try (var house = house(", repairs: 2, default: {mood: calm, sure: 0}")) {
      for (var round = 0; round < 60; round++) {
        for (var attempt = 0; attempt < 3; attempt++) {
          var said =
              Stream.generate(() -> pieces.get(random.nextInt(pieces.size())))
                  .limit(1 + random.nextInt(5))
                  .toArray(String[]::new);
          var reply = OpenAiReplies.stream(true, said);
          house.provider.next(random.nextInt(8) == 0 ? reply.cutAfter(reply.length() / 2) : reply);
        }

        var answer = ask(house);

        assertThat(answer.statusCode()).isEqualTo(200);
        var document = schema.reader();
        var _ = document.accept(TestHouse.property(answer.body(), "answer"));
        assertThat(document.end())
            .isInstanceOfSatisfying(
                Reading.Found.class, found -> assertThat(schema.check(found.document())).isEmpty());
        outcomes.merge(outcome(answer), 1, Integer::sum);
      }
    }
    assertThat(outcomes).containsOnlyKeys("kept", "repaired", "defaulted");
  }
}
