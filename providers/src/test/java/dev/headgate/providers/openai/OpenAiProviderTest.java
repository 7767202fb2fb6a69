package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.ProviderConfigs;
import dev.headgate.providers.openai.passing.RequestScan;
import dev.headgate.testkit.contracts.ChatModelContract;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderTest extends ChatModelContract {
  private final ScriptedProvider server = ScriptedProvider.start();
  private final OpenAiProvider provider = connect(Map.of("base-url", server.baseUrl()));

  @AfterEach
  void close() {
    provider.close();
    server.close();
  }

  @Override
  protected ChatModel answering(String... pieces) {
    server.next(OpenAiReplies.chat(pieces));
    return provider;
  }

  @Override
  protected ChatModel stalling(CountDownLatch reached, String... pieces) {
    var reply = OpenAiReplies.stream(true, pieces);
    server.next(_ -> {
      reached.countDown();
      return reply.hangAfter(reply.length() - 400);
    });
    return provider;
  }

  @Override
  protected ChatModel ending(String... pieces) {
    var events = OpenAiReplies.streamEvents(false, pieces);
    server.next(Reply.events(events.subList(0, events.size() - 2).toArray(String[]::new)));
    return provider;
  }

  @Test
  void writesTheRequestInOpenAisWords() {
    var settings =
        new ChatSettings(
            64,
            List.of("END"),
            new ChatSettings.Sampling(0.5, 0.9, null, 7L, null, null),
            null,
            null);

    var _ =
        provider.chat(
            new ChatRequest("some-model", REQUEST.messages(), settings),
            _ -> {},
            new Cancellation());

    var request = server.requests().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.header("accept-encoding")).contains("identity");
    assertThat(request.header("authorization")).isEmpty();
    assertThat(request.body())
        .isEqualTo(
            """
            {"model":"some-model","messages":[{"role":"system","content":"Be brief."},\
            {"role":"user","content":"Say hello: \\"é\\" 😀\\n"}],"max_tokens":64,"temperature":0.5,\
            "top_p":0.9,"seed":7,"stop":["END"],"stream":true,\
            "stream_options":{"include_usage":true}}\
            """);
  }

  @Test
  void readsUsageIntoDisjointCounts() {
    var completion = provider.chat(REQUEST, _ -> {}, new Cancellation());

    assertThat(completion.usage()).isEqualTo(Usage.of(7, 4, 5, 2));
    assertThat(completion.responseId()).isEqualTo(OpenAiReplies.ID);
    assertThat(completion.responseModel()).isEqualTo(OpenAiReplies.MODEL);
  }

  @Test
  void relaysTheBytesOfAnAnswerUnchanged() {
    var reply = OpenAiReplies.streamEvents(true, "Hello", " there");
    server.next(Reply.events(reply.toArray(String[]::new)));
    var scan =
        RequestScan.of(
            Operation.CHAT,
            "{\"model\":\"scripted/m\",\"messages\":[],\"stream\":true}".getBytes(UTF_8));

    try (var answer =
        provider.relay(Operation.CHAT, scan.toBody("m", 0, Wording.USUAL), new Cancellation())) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.contentType()).startsWith("text/event-stream");
      assertThat(readAll(answer)).isEqualTo(String.join("", reply));
    }

    assertThat(server.requests().getFirst().body())
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[],\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true}}");
  }

  @Test
  void neverTakesAnAnswerForWholeWhereverItIsCut() {
    for (var reply : List.of(OpenAiReplies.whole("Hello"), OpenAiReplies.stream(true, "Hello"))) {
      for (int i = 0; i < reply.length(); i++) {
        server.next(reply.cutAfter(i));
        var text = new StringBuilder();

        // From [DONE] on the answer is whole, whatever becomes of the connection.
        var done = new String(reply.bytes(), 0, i, UTF_8).contains("[DONE]\n");
        var failure =
            catchThrowableOfType(
                CallFailed.class,
                () -> provider.chat(REQUEST, ChatSink.ofText(text::append), new Cancellation()));

        if (!done) {
          assertThat(failure).as("cut after %d bytes", i).isNotNull();
          assertThat(failure.code())
              .as("cut after %d bytes", i)
              .isIn(ErrorCode.PROVIDER_TRUNCATED, ErrorCode.PROVIDER_FAILED);
          assertThat("Hello").as("cut after %d bytes", i).startsWith(text.toString());
        }
      }
    }
  }

  @Test
  void aRelayedAnswerThatIsCutSaysSoWhereverItIsCut() {
    for (var reply : List.of(OpenAiReplies.whole("Hello"), OpenAiReplies.stream(true, "Hello"))) {
      for (int i = 0; i < reply.length(); i++) {
        server.next(reply.cutAfter(i));

        var failure = catchThrowableOfType(CallFailed.class, () -> readAll(relay()));

        assertThat(failure).as("cut after %d bytes", i).isNotNull();
        assertThat(failure.code())
            .as("cut after %d bytes", i)
            .isIn(ErrorCode.PROVIDER_TRUNCATED, ErrorCode.PROVIDER_FAILED);
      }
    }
  }

  @Test
  void readsAnAnswerInAnyPieces() {
    for (int pieces = 1; pieces < 60; pieces += 3) {
      server.next(OpenAiReplies.stream(true, "Hel", "lo é😀").inPiecesOf(pieces));
      var text = new StringBuilder();

      var completion = provider.chat(REQUEST, ChatSink.ofText(text::append), new Cancellation());

      assertThat(text).hasToString("Hello é😀");
      assertThat(completion.usage()).isEqualTo(Usage.of(7, 4, 5, 2));
    }
  }

  @Test
  void takesAWholeAnswerFromAServerThatDoesNotStream() {
    server.next(OpenAiReplies.whole("Hello \"there\""));
    var text = new StringBuilder();

    var completion = provider.chat(REQUEST, ChatSink.ofText(text::append), new Cancellation());

    assertThat(text).hasToString("Hello \"there\"");
    assertThat(completion.usage()).isEqualTo(Usage.of(7, 4, 5, 2));
  }

  @Test
  void keepsAConnectionWhoseStreamHasEnded() {
    for (int i = 0; i < 5; i++) {
      var _ = provider.chat(REQUEST, _ -> {}, new Cancellation());
    }

    assertThat(server.connectionsAccepted()).isOne();
  }

  @Test
  void endsWithDoneEvenIfTheConnectionDoesNot() {
    var reply = OpenAiReplies.stream(false, "Hello");
    server.next(reply.hangAfter(reply.length() - 5));

    assertThat(provider.chat(REQUEST, _ -> {}, new Cancellation()).finishReason())
        .isEqualTo(FinishReason.STOP);
    assertThat(server.awaitRequest(0).awaitClosed(Duration.ofSeconds(2))).isTrue();
  }

  @Test
  void joinsACharacterThatWasSplitOverTwoEvents() {
    server.next(
        Reply.events(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\\ud83d\"}}]}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\ude00\"},"
                + "\"finish_reason\":\"length\"}]}\n\n",
            "data: [DONE]\n\n"));
    var pieces = new ArrayList<String>();

    var completion = provider.chat(REQUEST, ChatSink.ofText(pieces::add), new Cancellation());

    assertThat(pieces).containsExactly("a", "😀");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(completion.usage()).isEqualTo(Usage.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "400, PROVIDER_REJECTED",
    "401, PROVIDER_REJECTED",
    "404, PROVIDER_REJECTED",
    "408, PROVIDER_FAILED",
    "422, PROVIDER_REJECTED",
    "429, PROVIDER_RATE_LIMITED",
    "500, PROVIDER_FAILED",
    "502, PROVIDER_FAILED",
    "503, PROVIDER_OVERLOADED",
    "529, PROVIDER_OVERLOADED"
  })
  void namesARefusalByItsStatus(int status, ErrorCode code) {
    server.next(
        OpenAiReplies.error(
            status, "some_type", "some_code", "x-request-id: req_42", "Retry-After: 7"));

    var failure = failure();

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure)
        .hasMessageContaining("scripted")
        .hasMessageContaining(Integer.toString(status))
        .hasMessageContaining("some_code")
        .hasMessageContaining("req_42")
        .hasMessageNotContaining("scripted refusal");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void aSpentQuotaIsNoReasonToTryAgain() {
    server.next(OpenAiReplies.error(429, "insufficient_quota", "insufficient_quota"));

    assertThat(failure().code()).isEqualTo(ErrorCode.PROVIDER_QUOTA_EXHAUSTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {'code':'context_length_exceeded'} | CONTEXT_LENGTH_EXCEEDED",
        "400 | {'message':'This model has a Maximum context length of 8 tokens'} | CONTEXT_LENGTH_EXCEEDED",
        "400 | {'code':'content_filter'} | CONTENT_REFUSED",
        "400 | {'code':'content_policy_violation'} | CONTENT_REFUSED",
        "429 | {'type':'insufficient_quota'} | PROVIDER_QUOTA_EXHAUSTED",
        "403 | {'code':'billing_hard_limit_reached'} | PROVIDER_QUOTA_EXHAUSTED",
        "402 | {} | PROVIDER_QUOTA_EXHAUSTED",
        "500 | {'type':'overloaded_error'} | PROVIDER_OVERLOADED",
        "429 | {'message':'maximum context length'} | PROVIDER_RATE_LIMITED",
        "400 | {'code':'invalid_value'} | PROVIDER_REJECTED"
      })
  void readsWhatARefusalMeans(int status, String error, ErrorCode code) {
    var body = ("{\"error\":" + error.replace('\'', '"') + "}").getBytes(UTF_8);

    assertThat(provider.readError(status, body).code()).isEqualTo(code);
    assertThat(provider.readError(status, new byte[0]).status()).isEqualTo(status);
  }

  @Test
  void neverEchoesAPage() {
    var page = "<html><script>alert('proxy')</script></html>";
    server.next(Reply.body(502, "text/html", page));
    server.next(Reply.body(200, "text/html", page));
    server.next(Reply.body(200, "text/html", page));
    server.next(Reply.body(302, "text/html", page, "Location: http://169.254.169.254/"));

    var failures =
        List.of(
            failure(), failure(), catchThrowableOfType(CallFailed.class, this::relay), failure());

    assertThat(failures)
        .extracting(CallFailed::code)
        .containsExactly(
            ErrorCode.PROVIDER_FAILED,
            ErrorCode.PROVIDER_MALFORMED,
            ErrorCode.PROVIDER_MALFORMED,
            ErrorCode.PROVIDER_REJECTED);
    assertThat(failures)
        .allSatisfy(failure ->
            assertThat(failure).hasMessageNotContaining("<").hasMessageNotContaining("169.254"));
  }

  @Test
  void relaysARefusalAndCanSayWhatItMeans() {
    var reply = OpenAiReplies.error(429, "requests", "rate_limit_exceeded", "Retry-After: 9999");
    server.next(reply).next(reply);

    try (var answer = relay()) {
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.retryAfter()).contains(Duration.ofMinutes(5));
      assertThat(readAll(answer)).contains("rate_limit_exceeded");
    }
    var failure = provider.refusal(relay());

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_RATE_LIMITED);
    assertThat(failure).hasMessageContaining("rate_limit_exceeded");
    assertThat(server.connectionsAccepted()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: <html>\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":NaN}}]}\n\n",
        "data: {\"a\":1,\"a\":2}\n\n",
        "data: {} {}}\n\n"
      })
  void refusesEventsThatAreNotJson(String event) {
    server.next(Reply.events(event, "data: [DONE]\n\n"));

    assertThat(failure().code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  @Test
  void refusesWhatIsDeepLongOrNoText() {
    var invalid = "data: {\"choices\":[{\"delta\":{\"content\":\"\u00ff\"}}]}\n\n";
    var head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    server
        .next(Reply.events("data: " + "[".repeat(1_000_000) + "\n\n"))
        .next(Reply.events("data: " + "x".repeat(2_000_000)))
        .next(Reply.raw((head + invalid).getBytes(ISO_8859_1)).thenClose());

    for (int i = 0; i < 3; i++) {
      assertThat(failure().code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
    }
  }

  @Test
  void anErrorWithinTheStreamEndsTheCall() {
    server.next(
        Reply.events(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n",
            "data: {\"error\":{\"message\":\"secret internals\",\"code\":500}}\n\n"));

    var failure = failure();

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_FAILED);
    assertThat(failure).hasMessageNotContaining("secret internals");
  }

  @Test
  void sendsItsKeyAndHeadersAndNeverShowsTheKey() {
    server.next(OpenAiReplies.error(401, "x", "invalid_api_key"));
    var keyed =
        connect(
            Map.of(
                "base-url", server.baseUrl(),
                "api-key", "${env:KEY}",
                "headers", Map.of("OpenAI-Organization", "org-1")));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> keyed.chat(REQUEST, _ -> {}, new Cancellation()));

    var request = server.requests().getFirst();
    assertThat(request.header("authorization")).contains("Bearer secret-of-KEY");
    assertThat(request.header("openai-organization")).contains("org-1");
    assertThat(failure).hasMessageContaining("api-key").hasMessageNotContaining("secret-of");
    keyed.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', /v1/chat/completions",
    "/, /v1/chat/completions",
    "/v1, /v1/chat/completions",
    "/v1/, /v1/chat/completions",
    "/api/v1, /api/v1/chat/completions",
    "/proxy, /proxy/v1/chat/completions",
    "/v1beta/openai, /v1beta/openai/chat/completions",
  })
  void findsTheDoorWithOrWithoutAVersion(String path, String expected) {
    var other = connect(Map.of("base-url", "http://127.0.0.1:" + server.port() + path));

    var _ = other.chat(REQUEST, _ -> {}, new Cancellation());

    assertThat(server.requests().getFirst().path()).isEqualTo(expected);
    other.close();
  }

  @Test
  void goesOnFromABegunAnswerInTheServicesOwnWay() {
    var mistral =
        connect(Map.of("type", "mistral", "base-url", "http://127.0.0.1:" + server.port()));
    var more = mistral.continuing(REQUEST, "Hel").orElseThrow();

    var _ = mistral.chat(more, _ -> {}, new Cancellation());

    assertThat(mistral.continuesPlainly(REQUEST.model())).isFalse();
    assertThat(provider.continuesPlainly(REQUEST.model())).isTrue();
    assertThat(server.requests().getFirst().body())
        .contains("{\"role\":\"assistant\",\"content\":\"Hel\",\"prefix\":true}");
    mistral.close();
  }

  @Test
  void relaysEmbeddings() {
    server.next(OpenAiReplies.embeddings(new float[] {0.5f, -0.25f}));
    var body = "{\"model\":\"e\",\"input\":\"text\"}".getBytes(UTF_8);

    try (var answer =
        provider.relay(Operation.EMBEDDINGS, new RelayBody(body, List.of()), new Cancellation())) {
      assertThat(readAll(answer)).contains("[0.5,-0.25]");
    }

    assertThat(server.requests().getFirst().path()).isEqualTo("/v1/embeddings");
  }

  private CallFailed failure() {
    return catchThrowableOfType(
        CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));
  }

  private RelayedAnswer relay() {
    var body = "{\"model\":\"m\",\"messages\":[],\"stream\":true}".getBytes(UTF_8);
    return provider.relay(Operation.CHAT, new RelayBody(body, List.of()), new Cancellation());
  }

  private static OpenAiProvider connect(Map<String, ?> keys) {
    return new OpenAiProvider(ProviderConfigs.of(keys), InstantSource.system());
  }

  private static String readAll(RelayedAnswer answer) {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    for (var count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
      all.write(buffer, 0, count);
    }
    return all.toString(UTF_8);
  }
}
