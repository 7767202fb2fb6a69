package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageEventFilterTest {
  private static final List<String> EVENTS = OpenAiReplies.streamEvents(true, "Hel", "lo\\n");

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void removesTheUsageEventAndNothingElseAtAnySplit(String lineEnd) throws IOException {
    var filters = 0;
    var stream = ": hello\n\n" + String.join("", EVENTS) + "event: ping\ndata: {}\n\n";
    var all = stream.replace("\n", lineEnd);
    var expected = all.replace(OpenAiReplies.usageEvent().replace("\n", lineEnd), "");
    var bytes = all.getBytes(UTF_8);
    assertThat(expected).hasSizeLessThan(all.length());
    for (int i = 0; i <= bytes.length; i++) {
      var out = new ByteArrayOutputStream();
      var watch = AnswerWatch.of(Operation.CHAT, "text/event-stream");
      var filter = new UsageEventFilter(watch);
      filter.accept(bytes, 0, i, out);
      filter.accept(bytes, i, bytes.length - i, out);
      filter.finish(out);

      assertThat(out.toString(UTF_8)).as("split at %d", i).isEqualTo(expected);
      assertThat(watch.usage()).contains(Usage.of(7, 4, 5, 2));
      assertThat(watch.isWhole()).isTrue();
      filters++;
    }
    assertThat(filters).isEqualTo(bytes.length + 1);
  }

  @Test
  void passesEachEventOnWithItsLastByte() throws IOException {
    var out = new ByteArrayOutputStream();
    var filter = new UsageEventFilter(AnswerWatch.of(Operation.CHAT, "text/event-stream"));
    var passed = new StringBuilder();
    for (var event : EVENTS) {
      var bytes = event.getBytes(UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        filter.accept(bytes, i, 1, out);
      }
      if (!event.equals(OpenAiReplies.usageEvent())) {
        passed.append(event);
      }

      assertThat(out.toString(UTF_8)).isEqualTo(passed.toString());
    }
  }

  @Test
  void passesTheTextOfAnEventOnBeforeItsEnd() throws IOException {
    var out = new ByteArrayOutputStream();
    var filter = new UsageEventFilter(AnswerWatch.of(Operation.CHAT, "text/event-stream"));
    var start = "data: {\"id\":\"x\",\"choices\":[{\"delta\":{\"content\":\"long te";

    filter.accept(start.getBytes(UTF_8), 0, start.length(), out);

    assertThat(out.toString(UTF_8)).isEqualTo(start);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[],\"prompt_filter_results\":[{}]}\n\n",
        "data: {\"choices\":[],\"usage\":null}\n\n",
        "data: {\"usage\":{\"prompt_tokens\":1},\"choices\":[{\"index\":0}]}\n\n",
        "data: [DONE]\n\n",
        "data: [DONE]",
        "data: not json at all\n\n",
        "\n\n\n",
        "data: {\"choices\":[]"
      })
  void keepsWhatIsNotUsageAlone(String stream) throws IOException {
    assertThat(filtered(stream)).isEqualTo(stream);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"usage\":{\"prompt_tokens\":1},\"choices\":[]}\n\n",
        "data: {\"choices\":[ ],\ndata: \"usage\":{\"prompt_tokens\":1}}\n\n",
        "event: x\ndata:{\"choices\":[],\"usage\":{}}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}"
      })
  void removesUsageAloneInAnyDress(String stream) throws IOException {
    assertThat(filtered(stream)).isEmpty();
  }

  @Test
  void holdsBackNoMoreThanABoundedPart() throws IOException {
    var out = new ByteArrayOutputStream();
    var filter = new UsageEventFilter(AnswerWatch.of(Operation.CHAT, "text/event-stream"));
    var piece = ("data: {\"a\":\"" + "x".repeat(1_000)).getBytes(UTF_8);
    for (int i = 0; i < 100; i++) {
      filter.accept(piece, 0, piece.length, out);
    }

    assertThat(out.size()).isGreaterThan(30_000);
  }

  private static String filtered(String stream) throws IOException {
    var out = new ByteArrayOutputStream();
    var filter = new UsageEventFilter(AnswerWatch.of(Operation.CHAT, "text/event-stream"));
    filter.accept(stream.getBytes(UTF_8), 0, stream.length(), out);
    filter.finish(out);
    return out.toString(UTF_8);
  }
}
