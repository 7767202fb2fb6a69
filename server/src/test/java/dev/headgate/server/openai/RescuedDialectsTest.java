package dev.headgate.server.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.store.traces.TraceTokens;
import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ResponsesReplies;
import dev.headgate.testkit.providers.Script;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream of any dialect that breaks at any place is brought to its end by another deployment, be
/// it of another dialect, or ends in an error; never as if it were whole.
final class RescuedDialectsTest {
  private static final String TEXT = "The vessel is inspected every eleven months.";
  private static final String[] PIECES = {
    "The ", "vessel ", "is inspected ", "every eleven months."
  };
  private static final String SHORT = "connect: 1s, headers: 5s, first-token: 5s, idle: 300ms";
  private static final String OTHER = "\"role\":\"assistant\",\"content\":\"([^\"]*)\"";

  @TempDir private Path folder;
  private RoutedGateway gateway;

  enum Door {
    MESSAGES(
        "/v1/messages",
        "{\"model\":\"smart\",\"max_tokens\":99,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
        ", type: anthropic",
        "message_stop"),
    RESPONSES(
        "/v1/responses",
        "{\"model\":\"smart\",\"input\":\"Hi\",\"stream\":true}",
        "",
        "response.completed"),
    COMPLETIONS(
        "/v1/completions", "{\"model\":\"smart\",\"prompt\":\"Hi\",\"stream\":true}", "", "[DONE]"),
    CONTENTS(
        "/v1beta/models/smart:streamGenerateContent?alt=sse",
        "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}",
        ", type: gemini",
        "finishReason"),
    ARRAY(
        "/v1beta/models/smart:streamGenerateContent",
        "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}",
        ", type: gemini",
        "finishReason");

    private final String path;
    private final String request;
    private final String type;
    private final String end;

    Door(String path, String request, String type, String end) {
      this.path = path;
      this.request = request;
      this.type = type;
      this.end = end;
    }

    Script script() {
      return switch (this) {
        case MESSAGES -> AnthropicReplies.message(PIECES);
        case RESPONSES -> ResponsesReplies.response(PIECES);
        case COMPLETIONS -> OpenAiReplies.completion(PIECES);
        case CONTENTS, ARRAY -> GeminiReplies.content(PIECES);
      };
    }

    String text(String body) {
      return switch (this) {
        case MESSAGES -> StreamForms.message(body);
        case RESPONSES -> StreamForms.response(body);
        case COMPLETIONS -> StreamForms.completion(body);
        case CONTENTS -> StreamForms.contents(body);
        case ARRAY -> StreamForms.array(body);
      };
    }
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private void open(Door door, String second, String models) throws IOException {
    gateway = new RoutedGateway(folder, models, SHORT, door.type, second);
    gateway.first.always(door.script());
    gateway.second.always(AnyDialect.changed(AnyDialect.says(PIECES), RescuedDialectsTest::other));
  }

  // The same length, so that the sizes of chunks stay.
  private static Reply other(Reply reply) {
    return Reply.raw(
        new String(reply.bytes(), ISO_8859_1).replace("scripted", "replaced").getBytes(ISO_8859_1));
  }

  private HttpResponse<String> ask(Door door) {
    return gateway.postTo(door.path, door.request);
  }

  /// What the door's provider sends, of which any beginning may be all that comes.
  private Reply recorded(Door door) {
    gateway.first.always(door.script());
    var _ = ask(door);
    return door.script().reply(gateway.first.requests().getLast());
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Door.values())
        .flatMap(door ->
            Stream.of(door.type, ", type: anthropic", ", type: openai-compatible", ", type: gemini")
                .distinct()
                .map(second -> Arguments.of(door, second)));
  }

  @ParameterizedTest(name = "{0} by{1}")
  @MethodSource("pairs")
  void everyBreakEndsWholeWithASecondDeployment(Door door, String second) throws IOException {
    open(door, second, RoutedGateway.TWO);
    var stream = recorded(door);
    var step = second.equals(door.type) ? 1 : 13;
    for (int k = 0; k < stream.length(); k += step) {
      gateway.forget();
      gateway.first.next(stream.cutAfter(k));

      var answer = ask(door);

      assertThat(answer.statusCode()).as("cut after %d", k).isEqualTo(200);
      assertWhole(door, answer.body(), "cut after " + k);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyBreakWithoutASecondIsWholeOrAnError(Door door) throws IOException {
    open(door, "", RoutedGateway.ONE);
    var stream = recorded(door);
    gateway.log.clear();
    var errors = 0;
    for (int k = 0; k < stream.length(); k++) {
      gateway.forget();
      gateway.first.next(stream.cutAfter(k));

      var body = ask(door).body();

      if (body.contains("\"error\":{")) {
        errors++;
        assertThat(body).as("cut after %d", k).contains("provider_").doesNotContain(door.end);
        assertThat(gateway.lastTrace()).as("cut after %d", k).contains("\"status\":\"provider_");
      } else {
        assertWhole(door, body, "cut after " + k);
        assertThat(gateway.lastTrace()).as("cut after %d", k).contains("\"status\":\"ok\"");
      }
    }
    assertThat(errors).isGreaterThan(stream.length() / 2);
  }

  /// The connection ends as it should, and yet something is missing.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARRAY")
  void everyCleanEndThatIsNoneIsAnError(Door door) throws IOException {
    open(door, "", RoutedGateway.ONE);
    var body = new String(recorded(door).bytes(), ISO_8859_1);
    var events = StreamForms.events(body).size();
    for (int count = 1; count < events; count++) {
      gateway.forget();
      gateway.first.next(Reply.events(first(door, body, count)));

      var answer = ask(door).body();

      if (answer.contains("\"error\":{")) {
        assertThat(answer).contains("provider_truncated").doesNotContain(door.end);
      } else {
        assertWhole(door, answer, "after " + count);
      }
    }
  }

  private static String[] first(Door door, String body, int count) {
    var named = door == Door.MESSAGES || door == Door.RESPONSES;
    return StreamForms.events(body).stream()
        .limit(count)
        .map(event -> {
          var json = JsonBytes.text(event);
          var name = named ? "event: " + event.text("type").orElseThrow() + "\n" : "";
          return name + "data: " + json + "\n\n";
        })
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARRAY")
  void everyBreakIsAnErrorWhereTheSecondSaysSomethingElse(Door door) throws IOException {
    open(door, door.type, RoutedGateway.TWO.replace("model: m", "prefill: false, model: m"));
    var stream = recorded(door);
    gateway.first.always(AnyDialect.says("And ", "yet another."));
    gateway.second.always(AnyDialect.says("Quite ", "another answer."));
    var errors = 0;
    for (int k = 0; k < stream.length(); k += 11) {
      gateway.forget();
      gateway.first.next(stream.cutAfter(k));

      var body = ask(door).body();

      if (body.contains("\"error\":{")) {
        errors++;
        assertThat(body).as("cut after %d", k).doesNotContain(door.end, "Quite", "yet");
      } else {
        assertThat(door.text(body))
            .as("cut after %d", k)
            .isIn(TEXT, "Quite another answer.", "And yet another.");
      }
    }
    assertThat(errors).isGreaterThan(stream.length() / 40);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARRAY")
  void everyBreakIsContinuedWhereTheSecondTakesAPrefill(Door door) throws IOException {
    var second = door == Door.COMPLETIONS ? "" : ", type: openai-compatible";
    open(door, second, RoutedGateway.TWO.replace("model: m2", "model: m2, prefill: true"));
    var stream = recorded(door);
    gateway.second.always(request -> {
      var said = said(request.body());
      return AnyDialect.says(TEXT.substring(said.length())).reply(request);
    });
    var continued = 0;
    for (int k = 0; k < stream.length(); k += 3) {
      gateway.forget();
      gateway.first.next(stream.cutAfter(k));

      var body = ask(door).body();

      assertThat(door.text(body)).as("cut after %d", k).isEqualTo(TEXT);
      continued +=
          gateway.second.requests().isEmpty()
                  || said(gateway.second.requests().getLast().body()).isEmpty()
              ? 0
              : 1;
    }
    assertThat(continued).isPositive();
  }

  /// A first that says nothing, or nothing but the head of an answer, whatever each speaks.
  @ParameterizedTest(name = "{0} first{1} second{2}")
  @MethodSource("types")
  void aSilentDeploymentIsHedgedByOneOfAnyDialect(Door door, String first, String second)
      throws IOException {
    var models = RoutedGateway.TWO.replace("]}", "], routing: {hedge: {after: 50ms, share: 1}}}");
    gateway = new RoutedGateway(folder, models, "headers: 30s, first-token: 30s", first, second);
    var says = AnyDialect.says(PIECES);
    var asked = 0;
    gateway.second.always(AnyDialect.changed(says, RescuedDialectsTest::other));
    for (var silent : List.<Script>of(_ -> Reply.silence(), head(says))) {
      gateway.forget();
      gateway.first.always(silent);

      var answer = ask(door);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertWhole(door, answer.body(), "hedged");
      gateway.first.requests().getLast().awaitClosed(Duration.ofSeconds(5));
      assertThat(gateway.second.requests()).hasSize(++asked);
      assertThat(gateway.lastTrace())
          .contains("\"headgate.provider\":\"second\"", "\"outcome\":\"provider_timeout\"");
    }
  }

  static Stream<Arguments> types() {
    var all = List.of("", ", type: anthropic", ", type: gemini");
    return Stream.of(Door.values())
        .flatMap(door ->
            all.stream().flatMap(one -> all.stream().map(other -> Arguments.of(door, one, other))));
  }

  private static Script head(Script script) {
    return AnyDialect.changed(
        script,
        reply -> reply.hangAfter(new String(reply.bytes(), ISO_8859_1).indexOf("\r\n\r\n") + 4));
  }

  /// The hedge of another dialect is late, or breaks: the first goes on alone.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHedgeThatDoesNotAnswerIsLeft(boolean fails) throws IOException {
    var models = RoutedGateway.TWO.replace("]}", "], routing: {hedge: {after: 50ms, share: 1}}}");
    gateway =
        new RoutedGateway(
            folder, models, "headers: 30s, first-token: 30s", "", ", type: anthropic");
    gateway.second.always(_ -> fails ? Reply.body(500, "application/json", "{}") : Reply.silence());
    for (var door : List.of(Door.MESSAGES, Door.CONTENTS)) {
      gateway.forget();
      gateway.first.always(AnyDialect.changed(AnyDialect.says(PIECES), RescuedDialectsTest::late));

      var answer = ask(door);

      assertWhole(door, answer.body(), "alone");
      if (!fails) {
        gateway.second.requests().getLast().awaitClosed(Duration.ofSeconds(5));
      }
      assertThat(gateway.lastTrace()).contains("\"headgate.provider\":\"first\"");
    }
  }

  private static Reply late(Reply reply) {
    return reply.delayed(Duration.ofMillis(500));
  }

  /// What the caller has got of a kind that another model cannot end.
  static Stream<Arguments> whatIsNotGuessed() {
    var thought = AnthropicReplies.thinking("Let me see.", PIECES);
    return Stream.of(
        Arguments.of(Door.MESSAGES, AnthropicReplies.toolCall("t", "pay", "{\"sum\": 9}"), "sum"),
        Arguments.of(Door.MESSAGES, thought, "thinking_delta"),
        Arguments.of(
            Door.MESSAGES,
            changed(thought, "\"type\":\"thinking\"", "\"type\":\"searched\""),
            "thinking_delta"),
        Arguments.of(Door.RESPONSES, ResponsesReplies.toolCall("t", "pay", "{\"sum\": 9}"), "sum"),
        Arguments.of(
            Door.RESPONSES,
            changed(AnyDialect.says(PIECES), "\"type\":\"message\"", "\"type\":\"websear\""),
            "vessel "),
        Arguments.of(Door.CONTENTS, called(), "pay"));
  }

  private static Script changed(Script script, String from, String to) {
    return AnyDialect.changed(
        script,
        reply ->
            Reply.raw(
                new String(reply.bytes(), ISO_8859_1)
                    .replace(from, to + " ".repeat(from.length() - to.length()))
                    .getBytes(ISO_8859_1)));
  }

  private static Script called() {
    return _ ->
        Reply.events(
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"pay\","
                + "\"args\":{}}}],\"role\":\"model\"},\"index\":0}]}\r\n\r\n",
            "data: {}\r\n\r\n");
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("whatIsNotGuessed")
  void whatAnotherModelCannotEndIsNotGuessed(Door door, Script script, String behind)
      throws IOException {
    open(door, door.type, RoutedGateway.TWO);
    gateway.first.always(AnyDialect.changed(script, reply -> broken(reply, behind)));

    var body = ask(door).body();

    assertThat(body).contains("\"error\":{").doesNotContain(door.end, "eleven");
    assertThat(gateway.second.requests()).isEmpty();
  }

  // Cut behind the event that holds the text.
  private static Reply broken(Reply reply, String behind) {
    var text = new String(reply.bytes(), ISO_8859_1);
    var end = text.indexOf("\n\r\n", text.indexOf(behind));
    return reply.cutAfter(end + 3);
  }

  @Test
  void aMessageGoesOnBehindAThoughtThatWasSigned() throws IOException {
    open(Door.MESSAGES, ", type: anthropic", RoutedGateway.TWO);
    var thinking = AnthropicReplies.thinking("Let me see.", PIECES);
    gateway.first.always(AnyDialect.changed(thinking, reply -> broken(reply, "vessel ")));

    var body = ask(Door.MESSAGES).body();

    assertWhole(Door.MESSAGES, body, "behind a thought");
    assertThat(body).contains("Let me see.", AnthropicReplies.SIGNATURE, "\"index\":1");
  }

  @Test
  void aTextThatHadEndedGoesOnInAnother() throws IOException {
    open(Door.MESSAGES, ", type: anthropic", RoutedGateway.TWO);
    gateway.first.always(
        AnyDialect.changed(
            AnthropicReplies.message("The ", "vessel "),
            reply -> broken(reply, "content_block_stop")));

    var body = ask(Door.MESSAGES).body();

    assertWhole(Door.MESSAGES, body, "in another block");
    assertThat(body.split("event: content_block_start", -1)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"response.output_text.done", "response.output_item.done"})
  void aMessageThatHadEndedGoesOnInAnother(String behind) throws IOException {
    open(Door.RESPONSES, "", RoutedGateway.TWO);
    gateway.first.always(
        AnyDialect.changed(
            ResponsesReplies.response("The ", "vessel "), reply -> broken(reply, behind)));

    var body = ask(Door.RESPONSES).body();

    assertWhole(Door.RESPONSES, body, "in another message");
    assertThat(body.split("event: response.output_item.added", -1)).hasSize(3);
  }

  @Test
  void aRescuedResponseIsKeptWholeUnderTheIdThatTheCallerHas() throws IOException {
    open(Door.RESPONSES, "", RoutedGateway.TWO);
    gateway.first.next(ResponsesReplies.stream(PIECES).cutBehind("vessel "));
    gateway.second.always(ResponsesReplies.response(PIECES));

    assertWhole(Door.RESPONSES, ask(Door.RESPONSES).body(), "kept");

    var kept = gateway.get("/v1/responses/" + ResponsesReplies.ID);
    assertThat(kept.body()).contains(TEXT, "\"status\":\"completed\"");
    var other =
        "resp_" + Integer.toHexString(gateway.second.requests().getLast().body().hashCode());
    assertThat(gateway.get("/v1/responses/" + other).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARRAY")
  void aRescuerThatBreaksIsReplacedInItsTurn(Door door) throws IOException {
    open(door, door.type, RoutedGateway.TWO);
    var whole = recorded(door);
    gateway.first.next(broken(whole, "vessel ")).next(whole);
    gateway.second.next(broken(other(whole), "is inspected "));

    assertWhole(door, ask(door).body(), "twice broken");

    assertThat(gateway.second.requests()).hasSize(1);
    assertThat(gateway.first.requests()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatIsHeldBackBeginsAnewWithWhateverTheSecondSays(Door door) throws IOException {
    open(door, door.type, RoutedGateway.TWO.replace("]}", "], routing: {hold-back: 64KiB}}"));
    var stream = recorded(door);
    gateway.second.always(AnyDialect.says("Quite ", "another answer."));
    for (int k = 0; k < stream.length(); k += 37) {
      gateway.forget();
      gateway.first.next(stream.cutAfter(k));

      assertThat(door.text(ask(door).body()))
          .as("cut after %d", k)
          .isIn(TEXT, "Quite another answer.");
    }
  }

  @Test
  void whatTheSecondDoesNotTakeIsNotTheCallersFault() throws IOException {
    open(Door.MESSAGES, ", type: gemini", RoutedGateway.TWO);
    gateway.first.always(AnthropicReplies.stream(PIECES).cutBehind("vessel "));

    var body =
        gateway
            .postTo(
                Door.MESSAGES.path,
                Door.MESSAGES.request.replace("{\"model\"", "{\"unheard\":1,\"model\""))
            .body();

    assertThat(body)
        .contains("provider_truncated")
        .doesNotContain("message_stop", "unsupported_parameter");
    assertThat(gateway.lastTrace()).contains("unsupported_parameter");
  }

  @Test
  void whatBothTookIsOnRecordAndTheAnswerSaysWhatTheLastTook() throws Exception {
    open(Door.MESSAGES, ", type: anthropic", RoutedGateway.TWO);
    gateway.first.next(AnthropicReplies.stream(PIECES).cutBehind("vessel "));

    var body = ask(Door.MESSAGES).body();

    assertWhole(Door.MESSAGES, body, "two attempts");
    var outcome = gateway.log.take().outcome();
    assertThat(outcome.tokens()).isEqualTo(new TraceTokens(11 + 11, 1 + 7, true));
  }

  @Test
  void anArrayThatIsTranslatedGoesOn() throws IOException {
    gateway =
        new RoutedGateway(folder, RoutedGateway.TWO, SHORT, ", type: anthropic", ", type: gemini");
    gateway.second.always(AnyDialect.says(PIECES));
    var stream = AnthropicReplies.stream(PIECES);
    for (int k = 0; k < stream.length(); k += 5) {
      gateway.forget();
      gateway.first.next(stream.cutAfter(k));

      assertThat(StreamForms.array(ask(Door.ARRAY).body())).as("cut after %d", k).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"n\":2", ",\"echo\":true", ",\"logprobs\":1", ",\"suffix\":\"x\""})
  void aTextThatCannotBeContinuedIsNot(String setting) throws IOException {
    open(Door.COMPLETIONS, "", RoutedGateway.TWO);
    var request = Door.COMPLETIONS.request.replace("}", setting + "}");
    gateway.first.always(
        AnyDialect.changed(Door.COMPLETIONS.script(), reply -> broken(reply, "vessel ")));

    var body = gateway.postTo(Door.COMPLETIONS.path, request).body();

    assertThat(body).contains("provider_truncated").doesNotContain("[DONE]");
    assertThat(gateway.second.requests()).isEmpty();
  }

  private static String said(String body) {
    var prompt = Pattern.compile("\"prompt\":\"Hi([^\"]*)\"").matcher(body);
    var message = Pattern.compile(OTHER).matcher(body);
    return prompt.find() ? prompt.group(1) : message.find() ? message.group(1) : "";
  }

  private static void assertWhole(Door door, String body, String when) {
    try {
      assertThat(door.text(body)).isEqualTo(TEXT);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(when + ": " + body, e);
    }
    assertThat(body).as(when).doesNotContain("\"error\":{");
    assertThat(body.contains("scripted") && body.contains("replaced"))
        .as(when + ": one answer, with ids of two: " + body)
        .isFalse();
  }
}
