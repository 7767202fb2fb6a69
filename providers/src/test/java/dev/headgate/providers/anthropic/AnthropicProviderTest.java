package dev.headgate.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.ProviderConfigs;
import dev.headgate.testkit.contracts.ChatModelContract;
import dev.headgate.testkit.providers.AnthropicAnswers;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicProviderTest extends ChatModelContract {
  private final ScriptedProvider server = ScriptedProvider.start();
  private final AnthropicProvider provider =
      new AnthropicProvider(
          ProviderConfigs.of(
              Map.of("type", "anthropic", "base-url", server.baseUrl(), "api-key", "${env:KEY}")),
          InstantSource.system());

  @AfterEach
  void close() {
    provider.close();
    server.close();
  }

  @Override
  protected ChatModel answering(String... pieces) {
    server.next(AnthropicAnswers.message(pieces));
    return provider;
  }

  @Override
  protected ChatModel stalling(CountDownLatch reached, String... pieces) {
    var events = AnthropicAnswers.streamEvents(pieces);
    var reply = Reply.events(events.toArray(String[]::new));
    server.next(_ -> {
      reached.countDown();
      return reply.hangAfter(reply.length() - 350);
    });
    return provider;
  }

  @Override
  protected ChatModel ending(String... pieces) {
    var events = AnthropicAnswers.streamEvents(pieces);
    server.next(Reply.events(events.subList(0, events.size() - 2).toArray(String[]::new)));
    return provider;
  }

  @Test
  void writesTheRequestInAnthropicsWords() {
    server.next(AnthropicAnswers.message("Hello"));
    var settings =
        new ChatSettings(
            64,
            List.of("END"),
            new ChatSettings.Sampling(0.5, 0.9, 40, null, null, null),
            null,
            null);

    var _ =
        provider.chat(
            new ChatRequest("some-model", REQUEST.messages(), settings),
            _ -> {},
            new Cancellation());

    var request = server.requests().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/messages");
    assertThat(request.header("x-api-key")).contains("secret-of-KEY");
    assertThat(request.header("anthropic-version")).contains("2023-06-01");
    assertThat(request.header("authorization")).isEmpty();
    assertThat(request.body())
        .isEqualTo(
            """
            {"model":"some-model","max_tokens":64,"system":"Be brief.","messages":[{"role":"user",\
            "content":"Say hello: \\"é\\" 😀\\n"}],"stream":true,"temperature":0.5,"top_p":0.9,\
            "top_k":40,"stop_sequences":["END"]}\
            """);
  }

  @ParameterizedTest
  @CsvSource({"claude-new, 32000", "claude-3-haiku-20240307, 4096", "claude-3-5-sonnet-x, 8192"})
  void asksForALongAnswerWhereTheCallerNamesNoBound(String model, int bound) {
    server.next(AnthropicAnswers.message("Hello"));

    var _ = provider.chat(REQUEST.to(model), _ -> {}, new Cancellation());

    assertThat(server.requests().getFirst().body()).contains("\"max_tokens\":" + bound + ",");
  }

  @Test
  void readsUsageIntoDisjointCounts() {
    server.next(AnthropicAnswers.message("Hello"));

    var completion = provider.chat(REQUEST, _ -> {}, new Cancellation());

    assertThat(completion.usage()).isEqualTo(Usage.of(7, 4, 5, 2));
    assertThat(completion.responseId()).isEqualTo(AnthropicAnswers.ID);
    assertThat(completion.responseModel()).isEqualTo(AnthropicAnswers.MODEL);
  }

  @Test
  void asksForAWholeAnswerWhereTheCallerWantsOne() {
    server.next(AnthropicAnswers.message("Hel", "lo"));
    var assembly = new AnswerAssembly();
    var whole =
        new ChatRequest(
            REQUEST.model(), REQUEST.messages(), false, REQUEST.options(), REQUEST.extras());

    var _ = provider.chat(whole, assembly, new Cancellation());

    assertThat(server.requests().getFirst().body()).doesNotContain("stream");
    assertThat(assembly.answer().choices().getFirst().message().text()).isEqualTo("Hello");
  }

  @Test
  void neverPassesOffAnAnswerAsWholeWhereverItIsCut() {
    var reply = Reply.events(AnthropicAnswers.streamEvents("Hel", "lo").toArray(String[]::new));
    var last = reply.length() - "\n\r\n0\r\n\r\n".length();
    for (int cut = 150; cut <= last; cut += 7) {
      server.next(reply.cutAfter(cut));

      var failure =
          catchThrowableOfType(
              CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

      assertThat(failure).as("cut after %d bytes", cut).isNotNull();
      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, 'prompt is too long: 9 tokens > 8 maximum', CONTEXT_LENGTH_EXCEEDED",
    "400, invalid_request_error, 'Your credit balance is too low to access', PROVIDER_QUOTA_EXHAUSTED",
    "400, invalid_request_error, 'messages: at least one message', PROVIDER_REJECTED",
    "401, authentication_error, 'invalid x-api-key', PROVIDER_REJECTED",
    "402, billing_error, 'pay', PROVIDER_QUOTA_EXHAUSTED",
    "404, not_found_error, 'model: x', PROVIDER_REJECTED",
    "413, request_too_large, 'too large', REQUEST_TOO_LARGE",
    "429, rate_limit_error, 'slow down', PROVIDER_RATE_LIMITED",
    "500, api_error, 'oops', PROVIDER_FAILED",
    "504, timeout_error, 'late', PROVIDER_TIMEOUT",
    "529, overloaded_error, 'Overloaded', PROVIDER_OVERLOADED"
  })
  void tellsRefusalsApartByTheirType(int status, String type, String message, ErrorCode code) {
    server.next(AnthropicAnswers.error(status, type, message, "request-id: req_9"));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message())
        .contains("answered " + status + " (" + type + "), request id req_9")
        .doesNotContain(message);
  }

  @Test
  void tellsAnErrorInTheMiddleOfAnAnswerByItsType() {
    var events = AnthropicAnswers.streamEvents("Hel", "lo");
    server.next(
        Reply.events(
            events.get(0),
            events.get(1),
            events.get(3),
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_OVERLOADED);
  }

  @Test
  void neverShowsAPageInPlaceOfAnAnswer() {
    server.next(Reply.body(200, "text/html", "<html>Sign in</html>"));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
    assertThat(failure.message()).doesNotContain("Sign in");
  }

  @Test
  void passesBytesAndTheHeadersOnItsList() {
    server.next(AnthropicAnswers.message("Hello"));
    var sent = "{\"model\" : \"m\", \"max_tokens\":1,\"messages\":[]}".getBytes(UTF_8);
    var body =
        new RelayBody(
            sent,
            List.of(),
            "",
            Map.of("anthropic-beta", "files-api-2025-04-14", "cookie", "secret=1"));

    try (var answer = provider.relay(Operation.CHAT, body, new Cancellation())) {
      var read = new ByteArrayOutputStream();
      var buffer = new byte[100];
      for (var n = answer.read(buffer); n >= 0; n = answer.read(buffer)) {
        read.write(buffer, 0, n);
      }
      assertThat(answer.status()).isEqualTo(200);
      assertThat(read.toString(UTF_8)).contains("\"text\":\"Hello\"");
    }

    var request = server.requests().getFirst();
    assertThat(request.bodyBytes()).isEqualTo(sent);
    assertThat(request.header("anthropic-beta")).contains("files-api-2025-04-14");
    assertThat(request.header("cookie")).isEmpty();
  }

  @Test
  void countsTokensAtItsOwnAddress() {
    server.next(Reply.json("{\"input_tokens\":14}"));
    var body = new RelayBody("{}".getBytes(UTF_8), List.of());

    try (var answer = provider.countTokens(body, new Cancellation())) {
      assertThat(answer.status()).isEqualTo(200);
    }

    assertThat(server.requests().getFirst().path()).isEqualTo("/v1/messages/count_tokens");
  }

  @Test
  void hasNoEmbeddings() {
    var body = new RelayBody("{}".getBytes(UTF_8), List.of());

    var failure =
        catchThrowableOfType(
            CallFailed.class,
            () -> provider.relay(Operation.EMBEDDINGS, body, new Cancellation()).close());

    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @Test
  void passesOnHowLongToWait() {
    server.next(AnthropicAnswers.error(429, "rate_limit_error", "slow", "Retry-After: 7"));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }
}
