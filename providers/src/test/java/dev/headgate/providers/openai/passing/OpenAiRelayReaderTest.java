package dev.headgate.providers.openai.passing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRelayReaderTest {
  private static final List<String> EVENTS = OpenAiReplies.streamEvents(true, "Hel", "lo\\n");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void removesTheUsageEventAndNothingElseAtAnySplit(String lineEnd) {
    var stream = ": hello\n\n" + String.join("", EVENTS);
    var all = stream.replace("\n", lineEnd);
    var expected = all.replace(OpenAiReplies.usageEvent().replace("\n", lineEnd), "");
    var bytes = all.getBytes(UTF_8);
    assertThat(expected).hasSizeLessThan(all.length());
    for (int i = 0; i <= bytes.length; i++) {
      out.reset();
      var reader = stream(true);
      reader.accept(bytes, 0, i, out::write);
      reader.accept(bytes, i, bytes.length - i, out::write);
      reader.finish(out::write);

      assertThat(out.toString(UTF_8)).as("split at %d", i).isEqualTo(expected);
      assertThat(reader.completion().usage()).isEqualTo(Usage.of(7, 4, 5, 2));
      assertThat(reader.isWhole()).isTrue();
    }
  }

  @Test
  void passesEachEventOnWithItsLastByteAndTheEndMarkAtTheEnd() {
    var reader = stream(true);
    var passed = new StringBuilder();
    for (var event : EVENTS) {
      var bytes = event.getBytes(UTF_8);
      for (int i = 0; i < bytes.length - 1; i++) {
        reader.accept(bytes, i, 1, out::write);
        assertThat(out.toString(UTF_8)).isEqualTo(passed.toString());
      }
      reader.accept(bytes, bytes.length - 1, 1, out::write);
      if (!event.equals(OpenAiReplies.usageEvent()) && !event.contains("[DONE]")) {
        passed.append(event);
      }
    }

    assertThat(out.toString(UTF_8)).isEqualTo(passed.toString());
    assertThat(reader.isDone()).isTrue();
    reader.finish(out::write);
    assertThat(out.toString(UTF_8)).isEqualTo(passed + "data: [DONE]\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"a\"}",
        "{\"reasoning_content\":\"a\"}",
        "{\"tool_calls\":[{\"index\":0}]}",
        "{\"role\":\"assistant\",\"content\":\"a\"}"
      })
  void hasBegunWithThePieceThatSaysSomething(String delta) {
    var reader = stream(false);

    accept(reader, ": comment\n\n");
    accept(reader, chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    accept(reader, "data: {\"choices\":[]}\n\n");
    assertThat(reader.hasBegun()).isFalse();
    accept(reader, chunk(delta, "null"));

    assertThat(reader.hasBegun()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: not json at all\n\n",
        "data: {\"choices\":[{\"index\":0\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"a}}]}\n\n",
        "data: <html>\n\n"
      })
  void refusesAnEventThatIsNotJson(String event) {
    var reader = stream(false);
    accept(reader, chunk("{\"content\":\"a\"}", "null"));
    var before = out.toString(UTF_8);

    assertThatThrownBy(() -> accept(reader, event))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED));
    assertThat(out.toString(UTF_8)).isEqualTo(before);
  }

  @Test
  void refusesAnErrorInTheMiddleAndKeepsItsWords() {
    var reader = stream(false);
    accept(reader, chunk("{\"content\":\"a\"}", "null"));

    assertThatThrownBy(() -> accept(reader, "data: {\"error\":{\"message\":\"secret\"}}\n\n"))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_FAILED));
    assertThat(out.toString(UTF_8)).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"usage\":{\"prompt_tokens\":1},\"choices\":[]}\n\n",
        "data: {\"choices\":[ ],\ndata: \"usage\":{\"prompt_tokens\":1}}\n\n",
        "event: x\ndata:{\"choices\":[],\"usage\":{}}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}"
      })
  void removesUsageAloneInAnyDress(String event) {
    var reader = stream(true);

    accept(reader, event);
    reader.finish(out::write);

    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void makesTheEndMarkThatAServerDoesNotSend() {
    var reader = stream(false);
    var last = chunk("{\"content\":\"a\"}", "\"stop\"");

    accept(reader, last.stripTrailing());
    reader.finish(out::write);

    assertThat(out.toString(UTF_8)).isEqualTo(last + "data: [DONE]\n\n");
  }

  @Test
  void passesALongEventOnInPiecesAndSaysSo() {
    var reader = stream(true);
    var piece = "x".repeat(1_000);

    accept(reader, "data: {\"a\":\"");
    for (int i = 0; i < 100; i++) {
      accept(reader, piece);
    }
    assertThat(out.size()).isGreaterThan(60_000);
    assertThat(reader.isBetweenEvents()).isFalse();
    accept(reader, "\"}\n\n");

    assertThat(reader.isBetweenEvents()).isTrue();
    assertThat(out.size()).isEqualTo(100_000 + "data: {\"a\":\"\"}\n\n".length());
  }

  private void accept(OpenAiRelayReader reader, String text) {
    var bytes = text.getBytes(UTF_8);
    reader.accept(bytes, 0, bytes.length, out::write);
  }

  private static String chunk(String delta, String reason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}\n\n";
  }

  private static OpenAiRelayReader stream(boolean hidesUsage) {
    return new OpenAiRelayReader(Operation.CHAT, "text/event-stream", hidesUsage);
  }
}
