package dev.headgate.providers.openai.passing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWatchTest {
  private static final String STREAM =
      String.join(
          "", OpenAiReplies.streamEvents(true, "say \"usage\":{\"prompt_tokens\":99}", "\\", "é"));
  private static final String WHOLE =
      """
      {"id":"chatcmpl-1","model":"a\\/b","choices":[{"index":0,"logprobs":null,"message":\
      {"role":"assistant","content":"{\\"usage\\":{\\"prompt_tokens\\":1}} \\\\","tool_calls":[{"id":\
      "x","model":"y"}]},"finish_reason":"length"}],"usage":{"prompt_tokens":20,\
      "completion_tokens":5,"total_tokens":25,"prompt_tokens_details":{"cached_tokens":8,\
      "audio_tokens":0}},"system_fingerprint":"fp"}\
      """;

  @Test
  void readsTheFactsOfAStreamAtAnySplit() {
    var bytes = STREAM.getBytes(UTF_8);
    for (int i = 0; i <= bytes.length; i++) {
      var watch = AnswerWatch.of(Operation.CHAT, "text/event-stream; charset=utf-8");
      watch.accept(bytes, 0, i);
      watch.accept(bytes, i, bytes.length - i);

      assertThat(watch.usage()).as("split at %d", i).contains(Usage.of(7, 4, 5, 2));
      assertThat(watch.responseModel()).contains(OpenAiReplies.MODEL);
      assertThat(watch.responseId()).contains(OpenAiReplies.ID);
      assertThat(watch.finishReason()).contains(FinishReason.STOP);
      assertThat(watch.isDone()).isTrue();
      assertThat(watch.isWhole()).isTrue();
    }
  }

  @Test
  void readsTheFactsOfAWholeAnswerAtAnySplit() {
    var bytes = WHOLE.getBytes(UTF_8);
    for (int i = 0; i <= bytes.length; i++) {
      var watch = AnswerWatch.of(Operation.CHAT, "application/json");
      watch.accept(bytes, 0, i);
      watch.accept(bytes, i, bytes.length - i);

      assertThat(watch.usage()).as("split at %d", i).contains(Usage.of(12, 8, 5, 0));
      assertThat(watch.responseModel()).contains("a/b");
      assertThat(watch.responseId()).contains("chatcmpl-1");
      assertThat(watch.finishReason()).contains(FinishReason.LENGTH);
      assertThat(watch.isWhole()).isTrue();
    }
  }

  @Test
  void neverTakesAPartForTheWhole() {
    var whole = WHOLE.getBytes(UTF_8);
    var stream = STREAM.getBytes(UTF_8);
    var stop = STREAM.indexOf("\"finish_reason\":\"stop\"");
    for (int i = 0; i < whole.length; i++) {
      var watch = AnswerWatch.of(Operation.CHAT, "application/json");
      watch.accept(whole, 0, i);
      assertThat(watch.isWhole()).as("cut after %d", i).isFalse();
    }
    for (int i = 0; i < stop; i++) {
      var watch = AnswerWatch.of(Operation.CHAT, "text/event-stream");
      watch.accept(stream, 0, i);
      assertThat(watch.isWhole()).as("cut after %d", i).isFalse();
    }
  }

  @Test
  void doneAloneIsNoEnd() {
    var watch = watching("data: {\"choices\":[{\"index\":0,\"delta\":{}}]}\n\ndata: [DONE]\n\n");

    assertThat(watch.isDone()).isTrue();
    assertThat(watch.isWhole()).isFalse();
  }

  @Test
  void aFinishReasonIsAnEndEvenWithoutDone() {
    var watch = watching("data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\n\n");

    assertThat(watch.isDone()).isFalse();
    assertThat(watch.isWhole()).isTrue();
  }

  @Test
  void everyChoiceMustHaveEnded() {
    var first = "data: {\"choices\":[{\"finish_reason\":\"stop\",\"index\":1}]}\n\n";
    var second = "data: {\"choices\":[{\"finish_reason\":\"length\",\"index\":0}]}\n\n";
    var began = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":null}]}\n\n";

    assertThat(watching(began + first).isWhole()).isFalse();
    assertThat(watching(began + first + second).isWhole()).isTrue();
  }

  @Test
  void usageThatIsReportedTwiceCountsOnce() {
    var watch = watching(OpenAiReplies.usageEvent() + OpenAiReplies.usageEvent());

    assertThat(watch.usage()).contains(Usage.of(7, 4, 5, 2));
  }

  @ParameterizedTest
  @CsvSource({
    // prompt, completion, total, cached, reasoning → input, cached, output, reasoning
    "10, 7, 17, 0, 0, 10, 0, 7, 0",
    "10, 7, 17, 10, 7, 0, 10, 0, 7",
    "10, 7, 20, 0, 3, 10, 0, 7, 3",
    "10, 2, 12, 99, 5, 0, 10, 0, 2",
  })
  void countsEveryTokenOnce(
      long prompt,
      long completion,
      long total,
      long cached,
      long reasoning,
      long input,
      long cacheRead,
      long output,
      long thought) {
    var watch =
        watching(
            """
            data: {"choices":[],"usage":{"prompt_tokens":%d,"completion_tokens":%d,\
            "total_tokens":%d,"prompt_tokens_details":{"cached_tokens":%d},\
            "completion_tokens_details":{"reasoning_tokens":%d}}}

            """
                .formatted(prompt, completion, total, cached, reasoning));

    assertThat(watch.usage()).contains(Usage.of(input, cacheRead, output, thought));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "null",
        "`{\"prompt_tokens\":-1}`",
        "`{\"prompt_tokens\":1.5}`",
        "`{\"prompt_tokens\":\"9\"}`",
        "`{\"prompt_tokens\":99999999999999999999999}`"
      })
  void takesNoNonsenseForUsage(String usage) {
    var watch = watching("data: {\"choices\":[],\"usage\":" + usage + "}\n\n");

    assertThat(watch.usage().orElse(Usage.NONE)).isEqualTo(Usage.NONE);
  }

  @Test
  void seesAnErrorInTheMiddleOfAStream() {
    var watch =
        watching(
            "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\r\r"
                + "data: {\"error\":{\"message\":\"overloaded\"}}\r\r");

    assertThat(watch.hasError()).isTrue();
    assertThat(watch.isWhole()).isFalse();
    assertThat(watching("data: {\"error\":null}\n\n").hasError()).isFalse();
  }

  @Test
  void readsUsageOfEmbeddings() {
    var reply =
        "{\"data\":[{\"embedding\":[0.1,-2e-3]}],\"model\":\"e\",\"usage\":{\"prompt_tokens\":5}}";
    var watch = AnswerWatch.of(Operation.EMBEDDINGS, "application/json");
    watch.accept(reply.getBytes(UTF_8), 0, reply.length() - 1);
    assertThat(watch.isWhole()).isFalse();
    watch.accept("}".getBytes(UTF_8), 0, 1);

    assertThat(watch.isWhole()).isTrue();
    assertThat(watch.usage()).contains(Usage.of(5, 0, 0, 0));
    assertThat(watch.responseModel()).contains("e");
  }

  @Test
  void survivesAnyBytes() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var alphabet = "{}[]\",:\\data: \n\r1truel\"usage\"\"choices\"".getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(200)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = alphabet[random.nextInt(alphabet.length)];
      }
      var type = random.nextBoolean() ? "text/event-stream" : "application/json";
      var one = AnswerWatch.of(Operation.CHAT, type);
      one.accept(bytes, 0, bytes.length);
      var two = AnswerWatch.of(Operation.CHAT, type);
      for (int k = 0; k < bytes.length; k++) {
        two.accept(bytes, k, 1);
      }
      assertThat(two.isWhole()).as("seed %d", seed).isEqualTo(one.isWhole());
      assertThat(two.usage()).as("seed %d", seed).isEqualTo(one.usage());
    }
  }

  @Test
  void survivesAMillionLevels() {
    var deep = ("{\"choices\":" + "[".repeat(1_000_000)).getBytes(UTF_8);
    var watch = AnswerWatch.of(Operation.CHAT, "application/json");

    watch.accept(deep, 0, deep.length);

    assertThat(watch.isWhole()).isFalse();
  }

  private static AnswerWatch watching(String stream) {
    var watch = AnswerWatch.of(Operation.CHAT, "text/event-stream");
    var bytes = stream.getBytes(UTF_8);
    watch.accept(bytes, 0, bytes.length);
    return watch;
  }
}
