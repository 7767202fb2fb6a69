package dev.headgate.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.providers.anthropic.AnthropicRelayReader;
import dev.headgate.providers.conversations.CodecRelayReader;
import dev.headgate.providers.gemini.GeminiCodec;
import dev.headgate.providers.openai.passing.OpenAiRelayReader;
import dev.headgate.testkit.providers.AnthropicAnswers;
import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.OpenAiReplies;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every dialect's reader takes for the fewest tokens of a stream: never more than were
/// written, and enough of them to see a provider that does not stop.
final class LeastTokensOfStreamsTest {
  private static final String EVENTS = "text/event-stream";
  private static final int TOKENS = 40;

  @Test
  void aPieceOfTextIsOneAndAFrameIsNone() {
    var pieces = new String[TOKENS];
    Arrays.fill(pieces, "word");

    assertThat(openAi(OpenAiReplies.streamEvents(true, pieces))).isBetween(TOKENS - 4L, 40L);
    assertThat(anthropic(AnthropicAnswers.streamEvents(pieces))).isBetween(TOKENS - 4L, 40L);
    assertThat(gemini(GeminiReplies.streamEvents(pieces))).isBetween(TOKENS - 5L, 40L);
  }

  @Test
  void aLongPieceIsSeveral() {
    var pieces = new String[TOKENS];
    Arrays.fill(pieces, "sixteen letters ".repeat(10));

    assertThat(openAi(OpenAiReplies.streamEvents(true, pieces))).isBetween(300L, 400L);
    assertThat(anthropic(AnthropicAnswers.streamEvents(pieces))).isBetween(250L, 400L);
    assertThat(gemini(GeminiReplies.streamEvents(pieces))).isBetween(300L, 400L);
  }

  @Test
  void whatIsReportedMeanwhileCounts() {
    var counted =
        List.of(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"}}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":77,\"total_tokens\":82}}\n\n");

    assertThat(openAi(counted)).isEqualTo(77);
  }

  @Test
  void neitherRolesNorNumbersNorSoundsAreText() {
    var frame =
        "data: {\"obfuscation\":\"xxxxxxxxxxxxxxxxxxxx\",\"choices\":[{\"index\":0,"
            + "\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
            + "\"logprobs\":{\"content\":[{\"token\":\"yyyyyyyyyyyyyyyyyyyyy\",\"logprob\":-1}]},"
            + "\"finish_reason\":null}]}\n\n";
    var events = Collections.nCopies(50, frame);

    assertThat(openAi(events)).isNotPositive();
  }

  private static long openAi(List<String> events) {
    return read(new OpenAiRelayReader(Operation.CHAT, EVENTS, false), events);
  }

  private static long anthropic(List<String> events) {
    return read(new AnthropicRelayReader(EVENTS), events);
  }

  private static long gemini(List<String> events) {
    return read(new CodecRelayReader(new GeminiCodec(), EVENTS, false), events);
  }

  private static long read(RelayReader reader, List<String> events) {
    var bytes = String.join("", events).getBytes(StandardCharsets.UTF_8);
    // In the middle of everything.
    for (int i = 0; i < bytes.length; i += 7) {
      reader.accept(bytes, i, Math.min(7, bytes.length - i), (_, _, _) -> {});
    }
    return reader.outputTokens();
  }
}
