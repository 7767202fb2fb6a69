package dev.headgate.server.openai;

import static dev.headgate.server.http.ScriptedHouse.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.TestServer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddingsTest {
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String TINY = "/v1beta/models/embedded/tiny:embedContent";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void embedsATextInThisProcess() throws Exception {
    var answer = server.post(EMBEDDINGS, "{\"model\":\"embedded/tiny\",\"input\":\"two words\"}");

    assertThat(answer.body())
        .isEqualTo(
            """
            {"object":"list","data":[{"object":"embedding","index":0,\
            "embedding":[9.0,0.5,-1.0]}],"model":"tiny@1",\
            "usage":{"prompt_tokens":2,"total_tokens":2}}\
            """);
    assertThat(answer.headers().firstValue("headgate-trace-id"))
        .hasValue(server.house.log.take().id());
  }

  @Test
  void embedsManyTextsUnderAnAliasAsBase64() throws Exception {
    var answer =
        server.post(
            EMBEDDINGS,
            "{\"model\":\"vectors\",\"input\":[\"a\",\"bcd\"],\"encoding_format\":\"base64\",\"dimensions\":3}");

    var vector = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    vector.putFloat(3).putFloat(.5f).putFloat(-1);
    assertThat(answer.body())
        .contains(
            "\"index\":1,\"embedding\":\""
                + Base64.getEncoder().encodeToString(vector.array())
                + "\"");
  }

  @Test
  void takesNullForAbsent() throws Exception {
    var answer =
        server.post(
            EMBEDDINGS,
            "{\"model\":\"embedded/tiny\",\"input\":\"a\",\"user\":null,\"dimensions\":null,\"encoding_format\":null}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"input\":[]",
        "\"input\":\"\"",
        "\"input\":[\"a\",\"\"]",
        "\"input\":[1,2]",
        "\"input\":[[1,2]]",
        "\"input\":{}",
        "\"input\":\"a\",\"dimensions\":2",
        "\"input\":\"a\",\"dimensions\":\"3\"",
        "\"input\":\"a\",\"encoding_format\":\"hex\"",
        "\"input\":\"a\",\"truncate\":true",
        "\"messages\":[]"
      })
  void refusesWhatItCannotEmbed(String rest) throws Exception {
    var answer = server.post(EMBEDDINGS, "{\"model\":\"embedded/tiny\"," + rest + "}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("\"param\":null");
  }

  @Test
  void refusesMoreTextsThanItTakes() throws Exception {
    var input = "\"a\",".repeat(2048) + "\"a\"";

    var answer = server.post(EMBEDDINGS, "{\"model\":\"embedded/tiny\",\"input\":[" + input + "]}");

    assertThat(answer.body()).contains("more than 2048 texts");
  }

  @Test
  void relaysToAProvider() throws Exception {
    server.house.provider = (_, _, _) -> answer(200, "application/json", "{\"data\":[]}");

    var answer = server.post(EMBEDDINGS, "{\"model\":\"smart\",\"input\":\"a\"}");

    assertThat(answer.body()).isEqualTo("{\"data\":[]}");
    assertThat(server.house.relayed.take()).isEqualTo("{\"model\":\"gpt-x\",\"input\":\"a\"}");
  }

  @Test
  void saysThatAnEmbeddingModelCannotChat() throws Exception {
    var answer = server.post("/v1/chat/completions", "{\"model\":\"vectors\",\"messages\":[]}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"unsupported_operation\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EMBEDDINGS,
        "/v1/rerank",
        "/v1/moderations",
        "/v1beta/models/feature/asking:embedContent"
      })
  void saysThatAFeatureIsNoModel(String path) throws Exception {
    var answer =
        server.post(
            path,
            path.contains(":")
                ? "{\"content\":{\"parts\":[{\"text\":\"a\"}]}}"
                : "{\"model\":\"feature/asking\",\"input\":\"a\",\"query\":\"a\",\"documents\":[\"b\"]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body())
        .contains("unsupported_operation", "feature/asking")
        .contains("is a feature, which answers conversations only");
    assertThat(server.house.relayed).isEmpty();
  }

  @Test
  void embedsForGooglesCallers() throws Exception {
    var answer =
        server.post(TINY, "{\"content\":{\"role\":\"user\",\"parts\":[{\"text\":\"two words\"}]}}");

    assertThat(answer.body()).contains("\"embedding\":{\"values\":[9.0,0.5,-1.0]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'content':{'parts':[{'text':'a'}]},'title':'b'} | title",
        "{'content':{'parts':[{'text':'a'}]},'neverHeardOf':1} | neverHeardOf",
        "{'content':{'parts':[{'text':'a'}]},'embedContentConfig':{'autoTruncate':true}} | embedContentConfig",
        "{'content':{'parts':[{'text':'a'}],'role':'model'}} | content",
        "{'content':{'parts':[{'text':'a'},{'text':'b'}]}} | content",
        "{'content':{'parts':[{'text':''}]}} | content",
      })
  void namesToGooglesCallersWhatItCannotDo(String body, String field) throws Exception {
    var answer = server.post(TINY, body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"" + field);
  }

  @Test
  void refusesAUserWhoseNameIsContent() throws Exception {
    var answer =
        server.post(
            EMBEDDINGS,
            "{\"model\":\"embedded/tiny\",\"input\":\"a\",\"user\":\"%s\"}"
                .formatted("u".repeat(513)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"param\":\"user\"", "513 characters");
  }
}
