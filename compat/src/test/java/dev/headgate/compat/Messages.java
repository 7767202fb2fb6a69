package dev.headgate.compat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import dev.headgate.testkit.providers.AnyDialect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Anthropic's official Java SDK in few words, used as its documentation says.
final class Messages {
  private static final int MAX_TOKENS = 2048;

  private Messages() {}

  /// The SDK as a user sets it up, except that it does not repeat failed calls and checks every
  /// answer against its own schema.
  static AnthropicOkHttpClient.Builder settings(Gateway gateway) {
    return AnthropicOkHttpClient.builder()
        .baseUrl(gateway.address())
        .apiKey(Gateway.KEY)
        .maxRetries(0)
        .responseValidation(true)
        .timeout(Duration.ofSeconds(20));
  }

  static MessageCreateParams.Builder ask(String model) {
    return MessageCreateParams.builder()
        .model(model)
        .maxTokens(MAX_TOKENS)
        .addUserMessage("How is the weather in Oslo?");
  }

  static MessageCreateParams.Builder askWithTool(String model) {
    var city =
        Tool.InputSchema.Properties.builder()
            .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
            .build();
    return ask(model)
        .addTool(
            Tool.builder()
                .name(AnyDialect.TOOL)
                .description("Tells the weather")
                .inputSchema(Tool.InputSchema.builder().properties(city).build())
                .build());
  }

  static List<RawMessageStreamEvent> stream(AnthropicClient client, MessageCreateParams params) {
    try (var stream = client.messages().createStreaming(params)) {
      return stream.stream().toList();
    }
  }

  static Message accumulated(List<RawMessageStreamEvent> events) {
    var accumulator = MessageAccumulator.create();
    events.forEach(accumulator::accumulate);
    return accumulator.message();
  }

  static String text(Message message) {
    return message.content().stream()
        .filter(ContentBlock::isText)
        .map(block -> block.asText().text())
        .collect(Collectors.joining());
  }
}
