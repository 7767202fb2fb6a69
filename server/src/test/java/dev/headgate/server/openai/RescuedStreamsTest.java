package dev.headgate.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A provider's stream that breaks at any place is brought to its end by another deployment, or
/// ends in an error; never as if it were whole.
final class RescuedStreamsTest {
  private static final String TEXT = "The vessel is inspected every eleven months.";
  private static final String[] PIECES = {
    "The ", "vessel ", "is inspected ", "every eleven months."
  };
  private static final Reply STREAM = OpenAiReplies.stream(true, PIECES);
  private static final Reply SECOND = renamed();
  private static final String SHORT = "connect: 1s, headers: 5s, first-token: 5s, idle: 300ms";
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

  @TempDir private Path folder;
  private RoutedGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        Arguments.of("cut", (IntFunction<Reply>) STREAM::cutAfter),
        Arguments.of("reset", (IntFunction<Reply>) STREAM::resetAfter));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void everyBreakEndsWholeWithASecondDeployment(String name, IntFunction<Reply> broken)
      throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    gateway.second.always(SECOND);
    var positions = 0;
    for (int k = 0; k < STREAM.length(); k++) {
      gateway.forget();
      gateway.first.next(broken.apply(k));

      var answer = gateway.post(RoutedGateway.request(true));

      assertThat(answer.statusCode()).as("cut after %d", k).isEqualTo(200);
      assertWhole(answer.body(), "cut after " + k);
      assertThat(gateway.lastTrace()).as("cut after %d", k).contains("\"status\":\"ok\"");
      positions++;
    }
    assertThat(positions).isGreaterThan(1_000);
  }

  @Test
  void everyBreakWithoutASecondIsWholeOrAnError() throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.ONE, SHORT);
    var errors = 0;
    for (int k = 0; k < STREAM.length(); k++) {
      gateway.forget();
      gateway.first.next(STREAM.cutAfter(k));

      var answer = gateway.post(RoutedGateway.request(true));

      if (isError(answer.body())) {
        errors++;
        assertThat(answer.body()).as("cut after %d", k).doesNotContain("[DONE]");
        assertThat(gateway.lastTrace()).as("cut after %d", k).contains("\"status\":\"provider_");
      } else {
        assertWhole(answer.body(), "cut after " + k);
        assertThat(gateway.lastTrace()).contains("\"status\":\"ok\"");
      }
    }
    assertThat(errors).isGreaterThan(500);
  }

  @Test
  void everyBreakOfAWholeAnswerBeginsAnewElsewhere() throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    var whole = OpenAiReplies.whole(PIECES);
    gateway.second.always(whole);
    for (int k = 0; k < whole.length(); k++) {
      gateway.forget();
      gateway.first.next(whole.cutAfter(k));

      var answer = gateway.post(RoutedGateway.request(false));

      assertThat(answer.statusCode()).as("cut after %d", k).isEqualTo(200);
      assertThat(answer.body()).as("cut after %d", k).contains(TEXT, "\"finish_reason\":\"stop\"");
    }
  }

  @Test
  void everyBreakIsAnErrorWhereTheSecondSaysSomethingElse() throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    gateway.second.always(OpenAiReplies.stream(true, "Quite ", "another answer."));
    gateway.first.always(OpenAiReplies.stream(true, "And ", "yet another."));
    var errors = 0;
    for (int k = 0; k < STREAM.length(); k += 7) {
      gateway.forget();
      gateway.first.next(STREAM.cutAfter(k));

      var answer = gateway.post(RoutedGateway.request(true));

      if (isError(answer.body())) {
        errors++;
        assertThat(answer.body()).as("cut after %d", k).doesNotContain("[DONE]", "Quite", "yet");
      } else if (answer.body().contains("Quite")) {
        assertThat(text(answer.body())).isEqualTo("Quite another answer.");
      } else {
        assertWhole(answer.body(), "cut after " + k);
      }
    }
    assertThat(errors).isGreaterThan(50);
  }

  @Test
  void everyBreakIsContinuedWhereTheSecondTakesAPrefill() throws IOException {
    gateway =
        new RoutedGateway(
            folder,
            "smart: {deployments: [{provider: first, model: m1},"
                + " {provider: second, model: m2, prefill: true}]}",
            SHORT);
    gateway.second.always(request -> {
      var last = Pattern.compile("\"role\":\"assistant\",\"content\":\"([^\"]*)\"");
      var prefill = last.matcher(request.body());
      var said = prefill.find() ? prefill.group(1) : "";
      return OpenAiReplies.stream(true, TEXT.substring(said.length()));
    });
    for (int k = 0; k < STREAM.length(); k += 3) {
      gateway.forget();
      gateway.first.next(STREAM.cutAfter(k));

      assertWhole(gateway.post(RoutedGateway.request(true)).body(), "cut after " + k);
    }
    assertThat(gateway.second.requests())
        .anySatisfy(request ->
            assertThat(request.body())
                .contains("\"role\":\"assistant\",\"content\":\"The vessel is inspected \"}]"));
  }

  /// What a provider does wrong in the middle of a stream.
  static Stream<Arguments> faults() {
    var events = OpenAiReplies.streamEvents(true, PIECES);
    var half = events.subList(0, 3);
    return Stream.of(
        fault("stalls", STREAM.hangAfter(STREAM.length() / 2)),
        fault("ends without a reason", Reply.events(half.toArray(String[]::new))),
        fault("says [DONE] too early", with(half, "data: [DONE]\n\n")),
        fault("sends an event that is no JSON", with(half, "data: <html>\n\n")),
        fault("sends half an event", with(half, "data: {\"choices\":[{\n\n")),
        fault("sends an error", with(half, "data: {\"error\":{\"message\":\"x\"}}\n\n")),
        fault("breaks its chunks", STREAM.cutAfter(STREAM.length() - 20).thenClose()));
  }

  private static Arguments fault(String name, Reply reply) {
    return Arguments.of(name, reply);
  }

  private static Reply with(List<String> events, String last) {
    return Reply.events(Stream.concat(events.stream(), Stream.of(last)).toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aProviderThatGoesWrongInTheMiddleIsReplaced(String name, Reply wrong) throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    gateway.first.always(wrong);
    gateway.second.always(SECOND);

    var answer = gateway.post(RoutedGateway.request(true));

    assertWhole(answer.body(), name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aProviderThatGoesWrongAloneEndsInAnError(String name, Reply wrong) throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.ONE, SHORT);
    gateway.first.always(wrong);

    var body = gateway.post(RoutedGateway.request(true)).body();

    if (isError(body)) {
      assertThat(body).doesNotContain("[DONE]", "<html>");
    } else {
      assertWhole(body, name);
    }
  }

  @Test
  void aRescuerThatBreaksIsReplacedInItsTurn() throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    gateway.first.next(STREAM.cutAfter(700)).next(STREAM);
    gateway.second.next(STREAM.cutAfter(1_000));

    assertWhole(gateway.post(RoutedGateway.request(true)).body(), "twice broken");
    assertThat(gateway.lastTrace())
        .contains("\"attempts\":[", "provider_truncated", "\"outcome\":\"answered\"");
  }

  @Test
  void aToolCallInFlightIsNotGuessed() throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    var call =
        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
            + "\"id\":\"t1\",\"function\":{\"name\":\"pay\",\"arguments\":\"{\\\"sum\\\":\"}}]}}]}\n\n";
    gateway.first.always(Reply.events(call));
    gateway.second.always(SECOND);

    var answer = gateway.post(RoutedGateway.request(true));

    assertThat(answer.body()).startsWith(call).contains("provider_truncated");
    assertThat(answer.body()).doesNotContain("[DONE]", "vessel");
    assertThat(gateway.second.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"n\":2", ",\"logprobs\":true"})
  void whatCannotBeContinuedIsNot(String setting) throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    gateway.first.always(STREAM.cutAfter(900));
    gateway.second.always(SECOND);

    var answer = gateway.post(RoutedGateway.request(true, setting));

    assertThat(answer.body()).contains("provider_truncated").doesNotContain("[DONE]");
  }

  @Test
  void aStreamThatIsHeldBackBeginsAnewWithWhateverTheSecondSays() throws IOException {
    gateway =
        new RoutedGateway(
            folder, RoutedGateway.TWO.replace("]}", "], routing: {hold-back: 64KiB}}"), SHORT);
    gateway.second.always(OpenAiReplies.stream(true, "Quite ", "another answer."));
    for (int k = 0; k < STREAM.length() - 200; k += 11) {
      gateway.forget();
      gateway.first.next(STREAM.cutAfter(k));

      var body = gateway.post(RoutedGateway.request(true)).body();

      assertThat(isError(body)).as("cut after %d", k).isFalse();
      assertThat(text(body)).as("cut after %d", k).isIn(TEXT, "Quite another answer.");
    }
  }

  @Test
  void usageThatWasAskedForComesOnce() throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    gateway.first.always(STREAM.cutAfter(900));
    gateway.second.always(SECOND);

    var body =
        gateway
            .post(RoutedGateway.request(true, ",\"stream_options\":{\"include_usage\":true}"))
            .body();

    assertWhole(body, "with usage");
    assertThat(body.split("\"completion_tokens\":7", -1)).hasSize(2);
  }

  @Test
  void theCallerIsToldWhatWasTriedIfItAsks() throws IOException {
    gateway = new RoutedGateway(folder, RoutedGateway.TWO, SHORT);
    gateway.second.always(SECOND);
    gateway.first.next(STREAM.cutAfter(900));
    var streamed = gateway.post(RoutedGateway.request(true), "x-headgate-explain", "true");
    gateway.second.always(OpenAiReplies.whole(PIECES));
    gateway.first.next(OpenAiReplies.error(500, "x", "y"));
    var whole = gateway.post(RoutedGateway.request(false), "x-headgate-explain", "true");
    var silent = gateway.post(RoutedGateway.request(false));

    assertThat(streamed.body())
        .containsPattern(
            ": headgate-attempts first/m1 provider_truncated \\d+ms, second/m2 answered \\d+ms\n\n");
    assertThat(whole.headers().firstValue("headgate-attempts").orElse(""))
        .matches("first/m1 provider_failed \\d+ms, second/m2 answered \\d+ms");
    assertThat(silent.headers().firstValue("headgate-attempts")).isEmpty();
  }

  @Test
  void aSlowFirstTokenIsHedgedAndTheLoserIsLeft() throws IOException {
    gateway =
        new RoutedGateway(
            folder,
            RoutedGateway.TWO.replace("]}", "], routing: {hedge: {after: 50ms, share: 0.5}}}"),
            "headers: 30s, first-token: 30s");
    gateway.first.always(STREAM.hangAfter(250));
    gateway.second.always(SECOND);

    var answer = gateway.post(RoutedGateway.request(true));

    assertWhole(answer.body(), "hedged");
    gateway.first.requests().getFirst().awaitClosed(Duration.ofSeconds(5));
    assertThat(gateway.lastTrace()).contains("\"headgate.provider\":\"second\"");
  }

  private static void assertWhole(String body, String when) {
    assertThat(text(body)).as(when).isEqualTo(TEXT);
    assertThat(body)
        .as(when)
        .contains("\"finish_reason\":\"stop\"")
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("\"error\"");
    assertThat(ID.matcher(body).results().map(id -> id.group(1)).distinct()).as(when).hasSize(1);
    assertThat(body.split("\"role\"", -1).length).as(when + ": roles").isLessThanOrEqualTo(2);
  }

  private static boolean isError(String body) {
    return body.contains("\"error\":");
  }

  private static String text(String body) {
    return CONTENT
        .matcher(body)
        .results()
        .map((MatchResult it) -> it.group(1))
        .collect(Collectors.joining());
  }

  private static Reply renamed() {
    UnaryOperator<String> other = event -> event.replace(OpenAiReplies.ID, "other-0");
    return Reply.events(
        OpenAiReplies.streamEvents(true, PIECES).stream().map(other).toArray(String[]::new));
  }
}
