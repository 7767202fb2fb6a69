package dev.headgate.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.testkit.providers.AnthropicAnswers;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class AnthropicRelayReaderTest {
  private static final String STREAM =
      String.join("", AnthropicAnswers.streamEvents("say \"stop_reason\":\"x\"", "\\", "é😀"));
  private static final String WHOLE =
      new String(AnthropicAnswers.whole("a \"usage\":{\"input_tokens\":9}").bytes(), UTF_8)
          .split("\r\n\r\n", 2)[1];
  private static final Completion SAID =
      new Completion(
          AnthropicAnswers.MODEL, AnthropicAnswers.ID, FinishReason.STOP, Usage.of(7, 4, 5, 2));

  @Test
  void passesAStreamAndReadsItsFactsAtAnySplit() {
    for (var text :
        new String[] {STREAM, STREAM.replace("\n", "\r\n"), STREAM.replace('\n', '\r')}) {
      var bytes = text.getBytes(UTF_8);
      for (int i = 0; i <= bytes.length; i++) {
        var reader = new AnthropicRelayReader("text/event-stream; charset=utf-8");
        var out = new ByteArrayOutputStream();
        reader.accept(bytes, 0, i, out::write);
        reader.accept(bytes, i, bytes.length - i, out::write);

        assertThat(reader.isWhole()).as("split at %d", i).isTrue();
        assertThat(reader.isDone()).isTrue();
        assertThat(reader.completion()).isEqualTo(SAID);
        assertThat(out.toString(UTF_8)).doesNotContain("message_stop");
        reader.finish(out::write);
        assertThat(out.toByteArray()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void passesAWholeMessageAndReadsItsFactsAtAnySplit() {
    var bytes = WHOLE.getBytes(UTF_8);
    for (int i = 0; i <= bytes.length; i++) {
      var reader = new AnthropicRelayReader("application/json");
      var out = new ByteArrayOutputStream();
      reader.accept(bytes, 0, i, out::write);
      reader.accept(bytes, i, bytes.length - i, out::write);

      assertThat(reader.isWhole()).as("split at %d", i).isTrue();
      assertThat(reader.completion()).isEqualTo(SAID);
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void neverTakesAPartForTheWhole() {
    for (var type : new String[] {"text/event-stream", "application/json"}) {
      var isStream = type.startsWith("text");
      var bytes = (isStream ? STREAM : WHOLE).getBytes(UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        var reader = new AnthropicRelayReader(type);
        reader.accept(bytes, 0, i, (_, _, _) -> {});

        assertThat(reader.isWhole()).as("cut after %d", i).isFalse();
        assertThat(reader.incomplete().code())
            .isEqualTo(isStream ? ErrorCode.PROVIDER_TRUNCATED : ErrorCode.PROVIDER_MALFORMED);
      }
    }
  }

  @Test
  void beginsWithTheFirstPieceOfTheAnswer() {
    var reader = new AnthropicRelayReader("text/event-stream");
    var events = AnthropicAnswers.streamEvents("a");
    for (var event : events.subList(0, 3)) {
      reader.accept(event.getBytes(UTF_8), 0, event.length(), (_, _, _) -> {});
    }
    assertThat(reader.hasBegun()).isFalse();

    reader.accept(events.get(3).getBytes(UTF_8), 0, events.get(3).length(), (_, _, _) -> {});

    assertThat(reader.hasBegun()).isTrue();
  }

  @Test
  void readsTheWholeUsage() {
    var text =
        """
        {"type":"message","content":[],"stop_reason":"max_tokens","usage":{"input_tokens":1,\
        "cache_creation_input_tokens":10,"cache_read_input_tokens":3,"cache_creation":\
        {"ephemeral_5m_input_tokens":6,"ephemeral_1h_input_tokens":4},"output_tokens":9,\
        "server_tool_use":{"web_search_requests":2},"output_tokens_details":{"thinking_tokens":5}}}\
        """;
    var reader = new AnthropicRelayReader("application/json");
    reader.accept(text.getBytes(UTF_8), 0, text.length(), (_, _, _) -> {});

    assertThat(reader.completion().usage())
        .isEqualTo(
            new Usage(new Usage.InputTokens(1, 3, 6, 4, 0, 0), new Usage.OutputTokens(4, 5, 0), 2));
    assertThat(reader.completion().finishReason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void refusesErrorsAndWhatIsNoJson() {
    refuses(
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n",
        ErrorCode.PROVIDER_FAILED);
    refuses("data: {\"type\":\"ping\"\n\n", ErrorCode.PROVIDER_MALFORMED);
    refuses("data: <html>\n\n", ErrorCode.PROVIDER_MALFORMED);
    refuses("data: {\"type\":\"message_stop\"}\n\n", ErrorCode.PROVIDER_TRUNCATED);
  }

  @Test
  void passesALongEventInPieces() {
    var text = STREAM.replace("é😀", "x".repeat(200_000));
    var bytes = text.getBytes(UTF_8);
    var reader = new AnthropicRelayReader("text/event-stream");
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i += 1000) {
      reader.accept(bytes, i, Math.min(1000, bytes.length - i), out::write);
    }
    reader.finish(out::write);

    assertThat(out.toByteArray()).isEqualTo(bytes);
    assertThat(reader.isWhole()).isTrue();
  }

  private static void refuses(String event, ErrorCode code) {
    var reader = new AnthropicRelayReader("text/event-stream");
    var bytes = event.getBytes(UTF_8);

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> reader.accept(bytes, 0, bytes.length, (_, _, _) -> {}));

    assertThat(failure).as(event).isNotNull();
    assertThat(failure.code()).as(event).isEqualTo(code);
  }
}
