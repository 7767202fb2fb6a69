package dev.headgate.server.openai;

import static dev.headgate.server.http.ScriptedHouse.answer;
import static dev.headgate.server.http.ScriptedHouse.brokenAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.server.http.TestServer;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatCompletionsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String SMART = "{\"model\":\"smart\",\"messages\":[]}";
  private static final String SMART_STREAM =
      "{\"model\":\"smart\",\"messages\":[],\"stream\":true}";
  private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
  private static final String LAST =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String COUNTS =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

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
  void answersFromAFeature() throws Exception {
    var answer = server.post(CHAT, feature(""));
    var id = server.house.log.take().id();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("headgate-trace-id")).hasValue(id);
    assertThat(answer.headers().firstValue("x-request-id")).hasValue(id);
    assertThat(answer.body())
        .startsWith(
            """
            {"id":"chatcmpl-%s","object":"chat.completion","created":1772366400,\
            "model":"feature/handbook","choices":[{"index":0,"message":{"role":"assistant",\
            "content":"It is 8080 [1].","refusal":null},"logprobs":null,"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":9,"completion_tokens":6,"total_tokens":15,\
            "prompt_tokens_details":{"cached_tokens":2},\
            "completion_tokens_details":{"reasoning_tokens":1}},\
            "headgate":{"trace_id":"%s","feature":"handbook","release":"rel_1",\
            "tier":"generated","outcome":"answered","model":"gpt-x-1","confidence":null,"citations":[{"document":\
            "start.md","title":"Start","start":5,"end":35,"quote":"Headgate listens on port 8080."}],\
            "steps":[{"name":"retrieval.bm25","ms":1.5}\
            """
                .formatted(id, id));
  }

  @Test
  void streamsAFeaturesAnswer() throws Exception {
    var answer =
        server.post(CHAT, feature(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
    var id = server.house.log.take().id();

    assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(answer.headers().firstValue("headgate-trace-id")).hasValue(id);
    var events = answer.body().strip().split("\n\n", -1);
    assertThat(events[0])
        .isEqualTo(
            """
            data: {"id":"chatcmpl-%s","object":"chat.completion.chunk","created":1772366400,\
            "model":"feature/handbook","choices":[{"index":0,"delta":{"role":"assistant",\
            "content":""},"finish_reason":null}],"usage":null}\
            """
                .formatted(id));
    assertThat(answer.body()).contains("\"delta\":{\"content\":\"It is \"}");
    assertThat(events[events.length - 3])
        .contains("\"delta\":{},\"finish_reason\":\"stop\"", "\"headgate\":{\"trace_id\":\"" + id);
    assertThat(events[events.length - 2]).contains("\"choices\":[],\"usage\":{\"prompt_tokens\":9");
    assertThat(events[events.length - 1]).isEqualTo("data: [DONE]");
  }

  @Test
  void givesAFeatureTheConversation() throws Exception {
    server.post(
        CHAT,
        """
        {"model":"feature/handbook","user":"ann","messages":[
          {"role":"user","content":"Which port?"},
          {"role":"assistant","content":"8080."},
          {"role":"user","content":[{"type":"text","text":"And "},{"type":"text","text":"TLS?"}]}]}
        """);

    assertThat(server.house.asked.take().messages())
        .extracting(ChatMessage::text)
        .containsExactly("Which port?", "8080.", "And TLS?");
    assertThat(server.house.log.take().origin().subject()).isEqualTo("ann");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"temperature\":0.2",
        ",\"n\":2",
        ",\"tools\":[{}]",
        ",\"response_format\":{\"type\":\"json_object\"}",
        ",\"max_tokens\":5"
      })
  void refusesSettingsThatAFeatureDecides(String setting) throws Exception {
    var answer = server.post(CHAT, feature(setting));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("its release decides; leave it out");
  }

  @Test
  void acceptsSettingsThatSayNothing() throws Exception {
    var answer =
        server.post(
            CHAT, feature(",\"n\":1,\"tools\":[],\"temperature\":null,\"metadata\":{\"a\":{}}"));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"role\":\"assistant\",\"content\":\"Hi\"}]",
        "[{\"role\":\"tool\",\"content\":\"Hi\"}]",
        "[{\"role\":\"user\",\"content\":7}]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]",
        "[7]"
      })
  void refusesMessagesThatAFeatureCannotRead(String messages) throws Exception {
    var answer =
        server.post(CHAT, "{\"model\":\"feature/handbook\",\"messages\":" + messages + "}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"param\":\"messages");
  }

  @Test
  void sendsAProvidersAnswerOnAsItIs() throws Exception {
    var answer = server.post(CHAT, SMART);

    assertThat(answer.body())
        .isEqualTo(
            "{\"id\":\"c1\",\"model\":\"gpt-x-1\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}");
    assertThat(answer.headers().firstValue("content-length")).isPresent();
    assertThat(answer.headers().firstValue("headgate-trace-id"))
        .hasValue(server.house.log.take().id());
    assertThat(server.house.relayed.take())
        .isEqualTo("{\"model\":\"gpt-x\",\"messages\":[],\"max_tokens\":8192}");
  }

  @Test
  void sendsAProvidersErrorOnAsItIs() throws Exception {
    server.house.provider =
        (_, _, _) -> answer(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}");

    var answer = server.post(CHAT, SMART);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
    assertThat(answer.body()).isEqualTo("{\"error\":{\"message\":\"slow down\"}}");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void keepsARefusalOfTheGatewaysOwnKeyFromTheCaller(int status) throws Exception {
    server.house.provider =
        (_, _, _) ->
            answer(status, "application/json", "{\"error\":{\"message\":\"wrong key: sk-a*\"}}");

    var answer = server.post(CHAT, SMART);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body())
        .contains("\"provider_rejected\"", "answered " + status, ".api-key")
        .doesNotContain("sk-a");
    assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
  }

  @Test
  void turnsAWholeAnswerThatBreaksOffIntoAnError() throws Exception {
    server.house.provider = (_, _, _) -> brokenAnswer(200, "application/json", "{\"id\":\"c1\"");

    var answer = server.post(CHAT, SMART);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("\"provider_truncated\"");
    assertThat(answer.headers().firstValue("x-should-retry")).hasValue("true");
  }

  @Test
  void sendsALongAnswerOnWhole() throws Exception {
    var pieces = new String[200];
    Arrays.fill(pieces, "x".repeat(4_000));
    pieces[0] = "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"";
    pieces[199] = "\"}}]}";
    server.house.provider = (_, _, _) -> answer(200, "application/json", pieces);

    assertThat(server.post(CHAT, SMART).body()).isEqualTo(String.join("", pieces));
  }

  @Test
  void streamsAProvidersAnswerButNotTheCountsThatNobodyAskedFor() throws Exception {
    server.house.provider =
        (_, _, _) -> answer(200, "text/event-stream", EVENT, LAST, COUNTS, DONE);

    var answer = server.post(CHAT, SMART_STREAM);

    assertThat(answer.body()).isEqualTo(EVENT + LAST + DONE);
    assertThat(server.house.relayed.take()).contains("\"include_usage\":true");
    assertThat(server.house.log.take().outcome().tokens().input()).isEqualTo(3);
  }

  @Test
  void sendsEachEventAtOnce() throws Exception {
    var proceed = new CountDownLatch(1);
    server.house.provider =
        (_, _, _) -> new PausedAnswer(answer(200, "text/event-stream", EVENT, LAST, DONE), proceed);
    try (var client = server.connect()) {
      client.post(CHAT, SMART_STREAM);

      assertThat(client.readUntil("\"a\"}}]}\n\n")).contains("200 OK");
      proceed.countDown();
      assertThat(client.readUntil("0\r\n\r\n")).contains("[DONE]");
    }
  }

  @Test
  void hasTheRecordOnDiskBeforeTheEndOfTheStreamGoesOut() throws Exception {
    var recorded = new CountDownLatch(1);
    server.house.provider = (_, _, _) -> answer(200, "text/event-stream", EVENT, LAST, DONE);
    server.house.disk =
        entry -> {
          try {
            recorded.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (var client = server.connect()) {
      client.post(CHAT, SMART_STREAM);
      client.readUntil("\"stop\"}]}\n\n");
      client.socket.setSoTimeout(200);
      assertThatThrownBy(() -> client.readUntil("[DONE]"))
          .isInstanceOf(SocketTimeoutException.class);

      recorded.countDown();
      client.socket.setSoTimeout(10_000);

      assertThat(client.readUntil("0\r\n\r\n")).contains("[DONE]");
    }
  }

  @Test
  void endsABrokenStreamWithAnErrorAndNeverAsIfItWereWhole() throws Exception {
    server.house.provider = (_, _, _) -> brokenAnswer(200, "text/event-stream", EVENT);

    var answer = server.post(CHAT, SMART_STREAM);

    assertThat(answer.body())
        .startsWith(EVENT + "data: {\"error\":{\"message\":")
        .contains("\"code\":\"provider_truncated\"")
        .doesNotContain("[DONE]");
  }

  @Test
  void endsAStreamThatStopsWithoutAReasonWithAnError() throws Exception {
    server.house.provider = (_, _, _) -> answer(200, "text/event-stream", EVENT);

    assertThat(server.post(CHAT, SMART_STREAM).body())
        .contains("\"provider_truncated\"")
        .doesNotContain("[DONE]");
  }

  @Test
  void closesAHalfEventBeforeTheError() throws Exception {
    server.house.provider =
        (_, _, _) -> brokenAnswer(200, "text/event-stream", EVENT, "data: {\"ch");

    assertThat(server.post(CHAT, SMART_STREAM).body()).contains("\n\ndata: {\"error\"");
  }

  @Test
  void answersAFailureBeforeTheFirstByteWithAStatus() throws Exception {
    server.house.provider =
        (_, _, _) -> {
          throw new CallFailed(ErrorCode.PROVIDER_RATE_LIMITED, "the provider is busy")
              .retryAfter(Duration.ofSeconds(7));
        };

    var answer = server.post(CHAT, SMART_STREAM);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    assertThat(answer.headers().firstValue("headgate-trace-id")).isPresent();
  }

  @Test
  void saysThatAModelIsNotDeclared() throws Exception {
    var answer = server.post(CHAT, SMART.replace("smart", "smrt"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"model_not_found\"", "did you mean \\\"smart\\\"?");
  }

  private static String feature(String more) {
    return "{\"model\":\"feature/handbook\",\"messages\":[{\"role\":\"user\",\"content\":\"Which port?\"}]"
        + more
        + "}";
  }
}
