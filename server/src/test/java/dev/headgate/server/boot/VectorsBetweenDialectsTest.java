package dev.headgate.server.boot;

import static dev.headgate.server.boot.TestHouse.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.testkit.providers.ReceivedRequest;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.Script;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Callers for vectors at either door, providers of every format. A text's vector begins with the
/// number in it, spelled with zeros that no float would keep.
final class VectorsBetweenDialectsTest {
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String KEY = ", api-key: \"${env:SHOP}\"";
  private static final String COHERE = "type: cohere" + KEY;
  private static final String GEMINI = "type: gemini" + KEY;

  private static final Script AS_COHERE =
      answering(
          request -> texts(request.array("texts")),
          (vectors, count) ->
              """
              {"id":"e-1","embeddings":{"float":%s},"texts":[],\
              "meta":{"billed_units":{"input_tokens":%d}},"response_type":"embeddings_by_type"}\
              """
                  .formatted(vectors, count));

  private static final Script AS_GEMINI =
      answering(
          request ->
              request.array("requests").stream()
                  .map(one -> one instanceof Json.Obj object ? content(object) : "")
                  .toList(),
          (vectors, count) ->
              "{\"embeddings\":%s,\"usageMetadata\":{\"promptTokenCount\":%d}}"
                  .formatted(vectors.replaceAll("(\\[[^\\[\\]]*])", "{\"values\":$1}"), count));

  private static final Script AS_OPENAI =
      request -> {
        var vectors = new StringBuilder();
        var texts = texts(object(request).array("input"));
        // From the last to the first: their index counts.
        for (int i = texts.size() - 1; i >= 0; i--) {
          vectors
              .append(vectors.isEmpty() ? "" : ",")
              .append("{\"object\":\"embedding\",\"index\":%d,".formatted(i))
              .append("\"embedding\":%s}".formatted(vector(texts.get(i))));
        }
        return Reply.json(
            "{\"object\":\"list\",\"data\":[%s],\"model\":\"real\",\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}"
                .formatted(vectors, texts.size(), texts.size()));
      };

  @TempDir private Path folder;

  @Test
  void asksCohereInBatchesAndKeepsOrderNumbersAndCost() throws Exception {
    try (var house = new TestHouse(folder, "", COHERE)) {
      house.provider.always(AS_COHERE);

      var answer = house.post(EMBEDDINGS, "", openAi("up/embed-v4.0", 100, ",\"dimensions\":256"));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(house.provider.requests()).hasSize(2);
      var first = house.provider.requests().getFirst();
      assertThat(first.path()).isEqualTo("/v1/embed");
      assertThat(first.body())
          .contains(
              "\"model\":\"embed-v4.0\"",
              "\"input_type\":\"search_document\"",
              "\"output_dimension\":256",
              "\"embedding_types\":[\"float\"]",
              "\"t95\"]")
          .doesNotContain("\"t96\"");
      var data = object(answer.body()).array("data");
      assertThat(data).hasSize(100);
      for (int i = 0; i < 100; i++) {
        assertThat(JsonBytes.text(data.get(i)))
            .contains("\"index\":" + i + ",\"embedding\":" + vector("t" + i));
      }
      assertThat(answer.body())
          .contains("\"model\":\"embed-v4.0\"", "\"prompt_tokens\":100,\"total_tokens\":100");
      assertThat(answer.headers().firstValue("headgate-cost")).hasValue("0.000012000");
      var trace =
          house.get(
              "/admin/traces/" + answer.headers().firstValue("headgate-trace-id").orElseThrow(),
              house.adminToken());
      assertThat(trace.body()).contains("\"embeddings\"", "\"answered\"");
    }
  }

  @Test
  void givesBase64ToWhoAsksForItThoughTheProviderSendsNumbers() throws Exception {
    try (var house = new TestHouse(folder, "", GEMINI)) {
      house.provider.always(AS_GEMINI);

      var answer =
          house.post(
              EMBEDDINGS,
              "",
              openAi("up/gemini-embedding-001", 2, ",\"encoding_format\":\"base64\""));

      var bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(.5f);
      assertThat(answer.body())
          .contains(
              "\"index\":1,\"embedding\":\""
                  + Base64.getEncoder().encodeToString(bytes.array())
                  + "\"")
          .contains("\"model\":\"gemini-embedding-001\"");
      var asked = house.provider.requests().getLast();
      assertThat(asked.path()).isEqualTo("/v1/models/gemini-embedding-001:batchEmbedContents");
    }
  }

  @Test
  void givesNumbersToGooglesCallersOfAnOpenAiServer() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AS_OPENAI);

      var one =
          house.post(
              "/v1beta/models/up/e-1:embedContent",
              "",
              "{\"content\":{\"parts\":[{\"text\":\"t7\"}]},\"outputDimensionality\":2}");
      var asked = house.provider.requests().getLast();
      var batch =
          house.post("/v1beta/models/up/e-1:batchEmbedContents", "", contents("up/e-1", 3, ""));

      assertThat(one.body())
          .contains("\"embedding\":{\"values\":" + vector("t7") + "}")
          .doesNotContain("\"embeddings\"");
      assertThat(asked.path()).isEqualTo(EMBEDDINGS);
      assertThat(asked.body())
          .isEqualTo(
              "{\"model\":\"e-1\",\"input\":[\"t7\"],\"dimensions\":2,\"encoding_format\":\"float\"}");
      assertThat(batch.body())
          .contains(
              "{\"values\":%s},{\"values\":%s},{\"values\":%s}"
                  .formatted(vector("t0"), vector("t1"), vector("t2")))
          .contains("\"promptTokenCount\":3");
    }
  }

  @Test
  void takesTextsOfWhichGooglesPythonSdkSaysWhoseTheyAre() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      house.provider.always(AS_OPENAI);

      var batch =
          house.post(
              "/v1/models/up/e-1:batchEmbedContents",
              "",
              contents("up/e-1", 2, "").replace("\"parts\"", "\"role\":\"user\",\"parts\""));

      assertThat(batch.body()).contains("{\"values\":%s}".formatted(vector("t1")));
      assertThat(house.provider.requests().getLast().body()).contains("[\"t0\",\"t1\"]");
    }
  }

  @Test
  void readsTheSettingsOfGooglesNewerRequests() throws Exception {
    try (var house = new TestHouse(folder, "", COHERE)) {
      house.provider.always(Reply.json("{\"embeddings\":{\"float\":[[1.50]]}}"));
      var path = "/v1beta/models/up/m:embedContent";
      var content = "{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"embedContentConfig\":{%s}}";

      var answer =
          house.post(
              path,
              "",
              content.formatted("\"taskType\":\"RETRIEVAL_QUERY\",\"outputDimensionality\":256"));
      var asked = house.provider.requests().getLast();
      var title = house.post(path, "", content.formatted("\"title\":\"b\""));

      assertThat(answer.body()).contains("\"values\":[1.50]");
      assertThat(asked.body())
          .contains("\"input_type\":\"search_query\"", "\"output_dimension\":256");
      assertThat(title.body()).contains("unsupported_parameter", "embedContentConfig");
    }
  }

  @Test
  void passesBytesWhereTheProviderTakesThemAtOnce() throws Exception {
    try (var house = new TestHouse(folder, "", GEMINI)) {
      house.provider.always(AS_GEMINI);
      var path = "/v1beta/models/up/g:batchEmbedContents";

      var few = house.post(path, "", contents("up/g", 100, ",\"new\":1"));
      assertThat(house.provider.requests()).hasSize(1);
      assertThat(house.provider.requests().getLast().body()).contains("\"new\":1");
      var many = house.post(path, "", contents("up/g", 101, ""));

      assertThat(few.body()).doesNotContain("headgate");
      assertThat(house.provider.requests()).hasSize(3);
      assertThat(object(many.body()).array("embeddings")).hasSize(101);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cohere | e | /v1/embed | \"input_type\":\"search_query\"",
        "gemini | e | /v1/models/e:batchEmbedContents | \"taskType\":\"RETRIEVAL_QUERY\"",
        "vertex | text-embedding-005 | /v1/publishers/google/models/text-embedding-005:predict | \"task_type\":\"RETRIEVAL_QUERY\"",
        "vertex | gemini-embedding-2 | /v1/publishers/google/models/gemini-embedding-2:embedContent | \"taskType\":\"RETRIEVAL_QUERY\"",
        "bedrock | cohere.embed-english-v3 | /v1/model/cohere.embed-english-v3/invoke | \"input_type\":\"search_query\"",
      })
  void saysWhatVectorsAreForInTheProvidersWord(
      String type, String model, String path, String expected) throws Exception {
    try (var house = new TestHouse(folder, "", "type: " + type + more(type) + KEY)) {
      house.provider.always(Reply.json("{}"));

      var _ = house.post(EMBEDDINGS, "", openAi("up/" + model, 1, ",\"input_type\":\"query\""));

      var asked = house.provider.requests().getLast();
      assertThat(asked.path()).isEqualTo(path);
      assertThat(asked.body()).contains(expected);
    }
  }

  @Test
  void readsTheAnswersOfBedrockOllamaAndVertex() throws Exception {
    try (var house = new TestHouse(folder, "", "type: bedrock, aws: {region: eu-west-1}" + KEY)) {
      house.provider.always(
          Reply.json(
              "{\"embedding\":[1.50,2],\"inputTextTokenCount\":3,\"embeddingsByType\":{\"float\":[1.50,2]}}"));

      var titan =
          house.post(
              EMBEDDINGS, "", openAi("up/amazon.titan-embed-text-v2:0", 2, ",\"dimensions\":256"));

      assertThat(titan.body())
          .contains("\"index\":1,\"embedding\":[1.50,2]", "\"prompt_tokens\":6");
      assertThat(house.provider.requests()).hasSize(2);
      assertThat(house.provider.requests().getLast().path())
          .isEqualTo("/v1/model/amazon.titan-embed-text-v2%3A0/invoke");
      assertThat(house.provider.requests().getLast().body())
          .isEqualTo("{\"inputText\":\"t1\",\"dimensions\":256}");

      house.provider.always(
          Reply.body(
              200,
              "application/json",
              "{\"embeddings\":[[1.50],[2.50]],\"id\":\"x\",\"response_type\":\"embeddings_floats\",\"texts\":[]}",
              "X-Amzn-Bedrock-Input-Token-Count: 7"));
      var cohere = house.post(EMBEDDINGS, "", openAi("up/cohere.embed-english-v3", 2, ""));

      assertThat(cohere.body()).contains("\"embedding\":[2.50]", "\"prompt_tokens\":7");
      assertThat(error(house.post(EMBEDDINGS, "", openAi("up/meta.llama3", 1, ""))))
          .isEqualTo("400 unsupported_operation");
    }
    try (var house = new TestHouse(folder.resolve("o"), "", "type: ollama-native")) {
      house.provider.always(
          Reply.json("{\"model\":\"m\",\"embeddings\":[[1.50]],\"prompt_eval_count\":4}"));

      var ollama = house.post(EMBEDDINGS, "", openAi("up/m", 1, ""));

      assertThat(ollama.body()).contains("\"embedding\":[1.50]", "\"prompt_tokens\":4");
      assertThat(house.provider.requests().getLast().path()).isEqualTo("/v1/api/embed");
    }
    try (var house = new TestHouse(folder.resolve("v"), "", "type: vertex" + KEY)) {
      house.provider.always(
          Reply.json(
              "{\"predictions\":[{\"embeddings\":{\"values\":[1.50],\"statistics\":{\"token_count\":2,\"truncated\":false}}}]}"));

      var vertex =
          house.post(
              "/v1beta/models/up/text-embedding-005:embedContent",
              "",
              "{\"content\":{\"parts\":[{\"text\":\"t7\"}]}}");

      assertThat(vertex.body()).contains("\"embedding\":{\"values\":[1.50]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ollama-native | \"input_type\":\"query\" | input_type",
        "cohere | \"input_type\":\"SEMANTIC_SIMILARITY\" | input_type",
        "cohere | \"encoding_format\":\"base64\",\"never_heard_of\":1 | never_heard_of",
        "gemini | \"encoding_format\":\"int8\" | encoding_format",
        "gemini | \"input_type\":\"never heard of\" | input_type",
      })
  void namesWhatTheProviderHasNoWordFor(String type, String more, String param) throws Exception {
    try (var house = new TestHouse(folder, "", "type: " + type + KEY)) {
      var answer = house.post(EMBEDDINGS, "", openAi("up/m", 1, "," + more));

      assertThat(error(answer)).isEqualTo("400 unsupported_parameter");
      assertThat(answer.body()).contains("\"param\":\"" + param + "\"");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void namesItToGooglesCallersInTheirWords() throws Exception {
    try (var house = new TestHouse(folder, "")) {
      var path = "/v1beta/models/up/m:embedContent";
      var purpose =
          house.post(
              path,
              "",
              "{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"taskType\":\"RETRIEVAL_QUERY\"}");
      var title =
          house.post(path, "", "{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"title\":\"b\"}");
      var image =
          house.post(
              path,
              "",
              "{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA==\"}}]}}");

      assertThat(purpose.statusCode()).isEqualTo(400);
      assertThat(purpose.body()).contains("\\\"taskType\\\"", "unsupported_parameter");
      assertThat(title.body()).contains("\\\"title\\\"", "unsupported_parameter");
      assertThat(image.body()).contains("\\\"content\\\"", "unsupported_parameter");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  @Test
  void refusesTokensWhereTheProviderReadsOnlyTexts() throws Exception {
    try (var house = new TestHouse(folder, "", COHERE)) {
      var answer =
          house.post(EMBEDDINGS, "", "{\"model\":\"up/m\",\"input\":[[1,2],[3]],\"user\":\"u\"}");

      assertThat(error(answer)).isEqualTo("400 unsupported_parameter");
      assertThat(answer.body()).contains("\"param\":\"input[0]\"");
    }
  }

  @Test
  void aProvidersRefusalReachesTheCallerInItsDialect() throws Exception {
    try (var house = new TestHouse(folder, "", COHERE)) {
      house.provider.always(
          Reply.body(400, "application/json", "{\"id\":\"x\",\"message\":\"scripted refusal\"}"));

      var answer = house.post(EMBEDDINGS, "", openAi("up/m", 1, ""));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).startsWith("{\"error\":").contains("scripted refusal");

      house.provider.always(
          Reply.body(401, "application/json", "{\"message\":\"scripted refusal\"}"));
      var key = house.post(EMBEDDINGS, "", openAi("up/m", 1, ""));
      assertThat(error(key)).isEqualTo("502 provider_rejected");
      assertThat(key.body()).doesNotContain("scripted");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"embeddings\":{\"float\":[[1]]}}",
        "{\"embeddings\":{\"float\":[]}}",
        "{\"embeddings\":{\"float\":[[1],[2],[3]]}}",
        "[]",
        "{\"embeddings\"}",
      })
  void anAnswerThatDoesNotFitTheTextsIsNone(String answered) throws Exception {
    try (var house = new TestHouse(folder, "", COHERE)) {
      house.provider.always(Reply.json(answered));

      var answer = house.post(EMBEDDINGS, "", openAi("up/m", 2, ""));

      assertThat(error(answer)).isEqualTo("502 provider_malformed");
    }
  }

  @Test
  void aProviderWithoutVectorsIsNamed() throws Exception {
    try (var house = new TestHouse(folder, "", "type: anthropic" + KEY)) {
      var answer = house.post(EMBEDDINGS, "", openAi("up/m", 1, ""));

      assertThat(error(answer)).isEqualTo("400 unsupported_operation");
      assertThat(answer.body()).contains("makes no vectors");
    }
  }

  @Test
  void everyScopeAndBoundHoldsForTranslatedVectors() throws Exception {
    var more =
        """
        budgets:
          tight: {limit: "$0.000001", window: day}
        """;
    try (var house = new TestHouse(folder, more, COHERE)) {
      house.provider.always(AS_COHERE);

      var answer = house.post(EMBEDDINGS, "", openAi("up/embed-v4.0", 100, ""));

      assertThat(error(answer)).isEqualTo("402 budget_exceeded");
      assertThat(house.provider.requests()).isEmpty();
    }
  }

  private static String more(String type) {
    return type.equals("bedrock") ? ", aws: {region: eu-west-1}" : "";
  }

  private static String openAi(String model, int texts, String more) {
    return "{\"model\":\"%s\",\"input\":[%s]%s}"
        .formatted(model, numbered(texts, i -> "\"t" + i + "\""), more);
  }

  private static String contents(String model, int texts, String more) {
    return "{\"requests\":[%s]%s}"
        .formatted(
            numbered(
                texts,
                i ->
                    "{\"model\":\"models/%s\",\"content\":{\"parts\":[{\"text\":\"t%d\"}]}}"
                        .formatted(model, i)),
            more);
  }

  private static String numbered(int count, Function<Integer, String> each) {
    return IntStream.range(0, count).boxed().map(each).collect(Collectors.joining(","));
  }

  private interface Written {
    String of(String vectors, int count);
  }

  private static Script answering(Function<Json.Obj, List<String>> read, Written written) {
    return request -> {
      var texts = read.apply(object(request));
      var vectors = texts.stream().map(VectorsBetweenDialectsTest::vector).toList();
      return Reply.json(written.of("[" + String.join(",", vectors) + "]", texts.size()));
    };
  }

  private static String content(Json.Obj request) {
    return request.object("content").array("parts").getFirst() instanceof Json.Obj part
        ? part.text("text").orElseThrow()
        : "";
  }

  private static List<String> texts(List<Json> elements) {
    return elements.stream()
        .flatMap(it -> it instanceof Json.Text(var text) ? Stream.of(text) : Stream.of())
        .toList();
  }

  private static String vector(String text) {
    return "[" + text.substring(1) + ".00,0.500]";
  }

  private static Json.Obj object(ReceivedRequest request) {
    return object(request.body());
  }

  private static Json.Obj object(String json) {
    return JsonBytes.findObject(json).orElseThrow();
  }
}
