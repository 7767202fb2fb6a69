package dev.headgate.server.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.OneText;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.server.http.TestServer;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeatureCallsTest {
  private static final String CALLS = "/v1/features/handbook/calls";
  private static final String QUESTION = "{\"input\":{\"question\":\"Which port?\"}}";

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
  void answersWithWhatStandsBehindIt() throws Exception {
    server.house.model =
        (_, _, _) -> {
          throw new CallFailed(ErrorCode.PROVIDER_UNREACHABLE, "nobody is there");
        };

    var answer = server.post(CALLS, QUESTION);
    var id = server.house.log.take().id();

    assertThat(answer.headers().firstValue("headgate-trace-id")).hasValue(id);
    assertThat(answer.body())
        .startsWith(
            """
            {"answer":"Headgate listens on port 8080.","trace_id":"%s","feature":"handbook",\
            "release":"rel_1","tier":"quoted","outcome":"answered","model":"embedded/extractive","confidence":0.875,\
            "citations":[{"document":"start.md","title":"Start","start":5,"end":35,\
            "quote":"Headgate listens on port 8080."}],"steps":[{"name":"retrieval.bm25","ms":1.5}\
            """
                .formatted(id))
        .endsWith(
            """
            "finish_reason":"stop","usage":{"input_tokens":0,"cache_read_input_tokens":0,\
            "output_tokens":0,"reasoning_tokens":0}}\
            """);
  }

  @Test
  void streamsToThoseWhoAskForEvents() throws Exception {
    var answer = stream();

    assertThat(answer)
        .contains("event: delta\ndata: {\"text\":\"It is \"}\n\n")
        .contains("event: answer\ndata: {\"answer\":\"It is 8080 [1].\",\"trace_id\":\"tr_")
        .endsWith("}\n\n");
  }

  @Test
  void endsABrokenStreamWithAnErrorEvent() throws Exception {
    server.house.model =
        (_, sink, _) -> {
          new OneText(sink).accept("It is quite a long story that begins with a port. ");
          throw new CallFailed(ErrorCode.PROVIDER_TRUNCATED, "cut");
        };

    assertThat(stream())
        .contains("event: delta\n", "event: error\ndata: {\"error\":{\"message\":\"cut\"")
        .doesNotContain("event: answer");
  }

  @Test
  void saysThatAFeatureIsNotDeclared() throws Exception {
    var answer = server.post("/v1/features/handbok/calls", QUESTION);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"feature_not_found\"", "did you mean \\\"handbook\\\"?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"input\":\"Which port?\"}",
        "{\"input\":{}}",
        "{\"input\":{\"question\":7}}",
        "{\"input\":{\"question\":null}}",
        "{\"input\":{\"question\":\"a\",\"list\":[null]}}",
        "{\"input\":{\"question\":\"a\"},\"user\":7}",
        "{\"input\":{\"question\":\"a\"},\"usr\":\"ann\"}"
      })
  void refusesWhatIsNoInput(String body) throws Exception {
    var answer = server.post(CALLS, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"invalid_request\"").doesNotContain("\"param\":null");
  }

  @Test
  void refusesAUserWhoseNameIsContent() throws Exception {
    var answer =
        server.post(
            CALLS, "{\"input\":{\"question\":\"a\"},\"user\":\"%s\"}".formatted("u".repeat(513)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"param\":\"user\"", "513 characters");
  }

  private String stream() throws Exception {
    return server
        .send(
            server
                .request(CALLS)
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION)))
        .body();
  }
}
