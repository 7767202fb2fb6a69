package dev.headgate.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.RawClient;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Providers that refuse, fail, are silent or send what is no answer, with and without another one.
final class ProviderTroubleTest {
  private static final String SHORT =
      "connect: 1s, headers: 400ms, first-token: 400ms, idle: 400ms";
  private static final Reply GOOD = OpenAiReplies.whole("Good");

  @TempDir private Path folder;
  private RoutedGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  private void serve(String models) throws IOException {
    gateway = new RoutedGateway(folder, models, SHORT);
    gateway.second.always(GOOD);
  }

  private int ask() {
    return gateway.post(RoutedGateway.request(false)).statusCode();
  }

  private static Reply error(int status, String... headers) {
    return OpenAiReplies.error(status, "some_type", "some_code", headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Retry-After: 7",
        "Retry-After: Sun, 01 Mar 2026 12:00:07 GMT",
        "Retry-After: 99999999999",
        "Retry-After: -3",
        "Retry-After: soon",
        "X-Nothing: 1"
      })
  void aLimitThatIsHitSendsCallsElsewhereAtOnceAndIsHonoured(String header) throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(error(429, header));

    assertThat(ask()).isEqualTo(200);
    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.first.requests()).hasSize(1);
    gateway.later(Duration.ofSeconds(61));
    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.first.requests()).as("honoured up to a cap").hasSize(2);
  }

  @Test
  void aLimitIsToldToTheCallerWhereThereIsNobodyElse() throws IOException {
    serve(RoutedGateway.ONE);
    gateway.first.always(error(429, "Retry-After: 7"));

    var answer = gateway.post(RoutedGateway.request(false));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    assertThat(answer.body()).contains("some_code");
    assertThat(gateway.first.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 529})
  void attemptsStayWithinAFifthOfTheCalls(int status) throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(error(status));
    gateway.second.always(error(status));
    for (int i = 0; i < 200; i++) {
      gateway.later(Duration.ofMillis(40));
      var answered = ask();
      assertThat(answered).isGreaterThanOrEqualTo(429);
    }

    var attempts = gateway.first.requests().size() + gateway.second.requests().size();
    assertThat(attempts).isBetween(200, 240);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 529})
  void theBreakerOpensAfterFiveFailuresAndProbesCostNoCallItsAnswer(int status) throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(error(status));
    for (int i = 0; i < 50; i++) {
      // What says that it is overloaded rests for a second each time.
      gateway.later(Duration.ofMillis(status > 502 ? 1_001 : 1));
      assertThat(ask()).as("call %d", i).isEqualTo(200);
    }
    assertThat(gateway.first.requests()).hasSizeBetween(4, status > 502 ? 12 : 5);
    var before = gateway.first.requests().size();
    for (int i = 0; i < 100; i++) {
      gateway.later(Duration.ofMillis(100));
      assertThat(ask()).as("probed call %d", i).isEqualTo(200);
    }
    assertThat(gateway.first.requests().size() - before).isBetween(0, 10);

    gateway.first.always(GOOD);
    gateway.later(Duration.ofSeconds(31));
    assertThat(ask()).isEqualTo(200);
    var recovered = gateway.first.requests().size();
    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.first.requests()).hasSizeGreaterThan(recovered);
  }

  @Test
  void theLastDeploymentIsNeverGivenUp() throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(error(500));
    gateway.second.always(error(500));
    for (int i = 0; i < 30; i++) {
      assertThat(ask()).isEqualTo(500);
    }
    gateway.second.always(GOOD);
    gateway.first.always(GOOD);

    assertThat(ask()).isEqualTo(200);
  }

  @Test
  void aSpentQuotaSendsCallsElsewhereForLong() throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(OpenAiReplies.error(429, "insufficient_quota", "insufficient_quota"));

    for (int i = 0; i < 10; i++) {
      assertThat(ask()).isEqualTo(200);
      gateway.later(Duration.ofSeconds(20));
    }

    assertThat(gateway.first.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, context_length_exceeded, 200, 1",
    "400, content_policy_violation, 200, 1",
    "400, invalid_value, 400, 0",
    "422, some_code, 422, 0",
    "401, invalid_api_key, 200, 1",
    "404, model_not_found, 200, 1"
  })
  void aRefusalGoesWhereItMayHelp(int status, String code, int answered, int second)
      throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(OpenAiReplies.error(status, "invalid_request_error", code));

    assertThat(ask()).isEqualTo(answered);
    assertThat(gateway.second.requests()).hasSize(second);
  }

  @Test
  void whatIsTooLongGoesOnlyWhereMoreIsRead() throws IOException {
    serve(
        "smart: {deployments: [{provider: first, model: m1, context-window: 8000},"
            + " {provider: first, model: m2, context-window: 4000},"
            + " {provider: second, model: m3, context-window: 128000}]}");
    gateway.first.always(
        OpenAiReplies.error(400, "invalid_request_error", "context_length_exceeded"));

    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.first.requests()).hasSize(1);
    assertThat(gateway.second.requests().getFirst().body()).contains("\"m3\"");
  }

  @Test
  void whatAProvidersPolicyRefusesGoesToAnotherProvider() throws IOException {
    serve(
        "smart: {deployments: [{provider: first, model: m1}, {provider: first, model: m2},"
            + " {provider: second, model: m3}]}");
    gateway.first.always(OpenAiReplies.error(400, "invalid_request_error", "content_filter"));

    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.first.requests()).hasSize(1);
  }

  @Test
  void anotherModelIsAskedWhenAllDeploymentsHaveFailed() throws IOException {
    serve(
        "smart: {provider: first, model: m1, fallback: [cheap]}\n"
            + "cheap: {provider: second, model: m2}");
    gateway.first.always(error(500));

    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.second.requests().getFirst().body()).contains("\"m2\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>bad gateway</html>",
        "{\"choices\":[{\"mess",
        "",
        "{\"choices\":[]}",
        "\0\0\0",
        "{}"
      })
  void aMalformedAnswerIsReplacedAndNeverEchoed(String body) throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(Reply.json(body));

    var answer = gateway.post(RoutedGateway.request(false));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Good");

    gateway.second.always(Reply.json(body));
    var failed = gateway.post(RoutedGateway.request(false));
    assertThat(failed.statusCode()).isEqualTo(502);
    assertThat(failed.body()).contains("provider_").doesNotContain("html");
  }

  @Test
  void aVeryDeepAnswerIsNotReadToItsEnd() throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(Reply.json("{\"choices\":" + "[".repeat(1_000_000)));

    assertThat(gateway.post(RoutedGateway.request(false)).body()).contains("Good");
    assertThat(gateway.lastTrace()).contains("provider_malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd", "gzip, gzip"})
  void aCompressedAnswerIsRefusedUnreadAndReplaced(String encoding) throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(
        Reply.body(200, "application/json", bomb(), "Content-Encoding: " + encoding));

    assertThat(gateway.post(RoutedGateway.request(false)).body()).contains("Good");
    assertThat(gateway.lastTrace()).contains("provider_malformed");
  }

  private static byte[] bomb() {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[8 << 20]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentProviderIsReplaced(boolean stream) throws IOException {
    serve(RoutedGateway.TWO);
    gateway.second.always(OpenAiReplies.chat("Good"));
    gateway.first.always(Reply.silence());
    assertThat(gateway.post(RoutedGateway.request(stream)).body()).contains("Good");
    var headersOnly = OpenAiReplies.stream(false, "x").hangAfter(120);
    gateway.first.always(headersOnly);
    assertThat(gateway.post(RoutedGateway.request(stream)).body()).contains("Good");

    assertThat(gateway.lastTrace()).contains("provider_timeout");
  }

  @Test
  void aRoleWithoutAWordIsNoFirstToken() throws IOException {
    serve(RoutedGateway.TWO);
    gateway.second.always(OpenAiReplies.chat("Good"));
    var frame = OpenAiReplies.streamEvents(false, "x").getFirst();
    gateway.first.always(Reply.events(frame).hangAfter(Reply.events(frame).length() - 5));

    var answer = gateway.post(RoutedGateway.request(true));

    assertThat(answer.body()).contains("Good", "[DONE]").doesNotContain("\"error\"");
    assertThat(answer.body().split("\"role\"", -1)).hasSize(2);
  }

  @Test
  void aProviderThatIsGoneIsReplaced() throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.close();

    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.lastTrace()).contains("provider_unreachable");
  }

  @Test
  void aResetBeforeTheHeadersIsReplaced() throws IOException {
    serve(RoutedGateway.TWO);
    gateway.first.always(GOOD.resetAfter(0));

    assertThat(ask()).isEqualTo(200);
  }

  @Test
  void aFlappingProviderCostsNoCall() throws IOException {
    serve(RoutedGateway.TWO);
    for (int i = 0; i < 40; i++) {
      gateway.first.next(i % 2 == 0 ? error(500) : GOOD);
      gateway.later(Duration.ofMillis(500));
      assertThat(ask()).as("call %d", i).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-headgate-timeout", "x-stainless-timeout"})
  void theCallersOwnDeadlineEndsTheCall(String header) throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, "headers: 30s");
    gateway.first.always(Reply.silence());

    var answer = gateway.post(RoutedGateway.request(false), header, "0.2");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("call_timeout");
    assertThat(gateway.first.requests().getFirst().awaitClosed(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void aDeadlineThatIsNoNumberIsRefused() throws IOException {
    serve(RoutedGateway.ONE);

    var answer = gateway.post(RoutedGateway.request(false), "x-headgate-timeout", "soon");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("x-headgate-timeout");
  }

  @Test
  void aCallerThatLeavesEndsTheAttemptAtOnceAndItIsSettled() throws Exception {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, "headers: 30s, first-token: 30s");
    var stream = OpenAiReplies.stream(true, "The ", "vessel");
    gateway.first.always(stream.hangAfter(700));
    try (var client = new RawClient(gateway.port())) {
      client.post(RoutedGateway.CHAT, RoutedGateway.request(true));
      client.readUntil("The ");
    }
    var left = System.nanoTime();

    assertThat(gateway.first.requests().getFirst().awaitClosed(Duration.ofSeconds(5))).isTrue();
    assertThat(System.nanoTime() - left).isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(gateway.settled.poll(5, TimeUnit.SECONDS))
        .isEqualTo(new Settlement("estimated", null));
    assertThat(gateway.second.requests()).isEmpty();
  }

  @Test
  void aProviderThatDoesNotStreamIsToldAsAStream() throws IOException {
    serve(RoutedGateway.ONE);
    gateway.first.always(OpenAiReplies.whole("Good morning"));

    var answer = gateway.post(RoutedGateway.request(true));

    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(answer.body())
        .contains("Good morning", "\"finish_reason\":\"stop\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void everyAttemptIsSettledOnce() throws Exception {
    serve(RoutedGateway.TWO);
    gateway.first.always(error(500));

    assertThat(ask()).isEqualTo(200);

    assertThat(gateway.settled.poll(5, TimeUnit.SECONDS))
        .isEqualTo(new Settlement("cancelled", null));
    var answered = gateway.settled.poll(5, TimeUnit.SECONDS);
    assertThat(answered.how()).isEqualTo("settled");
    assertThat(answered.usage().output().total()).isEqualTo(7);
    assertThat(gateway.settled).isEmpty();
  }

  @Test
  void aLoneProviderIsRepeatedOnlyIfThatIsDeclared() throws IOException {
    serve("smart: {provider: first, model: m1, routing: {retries: 1}}");
    gateway.first.next(error(500)).always(GOOD);

    assertThat(ask()).isEqualTo(200);
    assertThat(gateway.first.requests()).hasSize(2);
  }

  /// A model that is down by itself, without a gateway's guess at another.
  @Test
  void aLoneProvidersErrorIsPassedOnAsItIs() throws IOException {
    serve(RoutedGateway.ONE);
    gateway.first.always(error(500, "x-request-id: req_9"));

    var answer = gateway.post(RoutedGateway.request(false));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("some_code");
    assertThat(gateway.first.requests()).hasSize(1);
    assertThat(gateway.lastTrace()).contains("request id req_9");
  }
}
