package dev.headgate.compat;

import static dev.headgate.compat.Messages.accumulated;
import static dev.headgate.compat.Messages.ask;
import static dev.headgate.compat.Messages.askWithTool;
import static dev.headgate.compat.Messages.stream;
import static dev.headgate.compat.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Messages through Anthropic's official Java SDK: relayed where the provider speaks the same
/// dialect, translated where it speaks another.
@Tag("all")
final class AnthropicSdkMessagesTest extends AtGateway<AnthropicClient> {
  AnthropicSdkMessagesTest() {
    super(
        Gateway::startGreeting,
        gateway -> Messages.settings(gateway).build(),
        AnthropicClient::close);
  }

  @ParameterizedTest
  @EnumSource
  void answers(Upstream upstream) {
    var message = client.messages().create(ask(upstream.alias).system("Be brief.").build());

    assertGreeting(message);
    assertThat(gateway.asked().path()).startsWith(upstream.path);
    assertThat(gateway.asked().body()).contains("Be brief.", "How is the weather in Oslo?");
  }

  @ParameterizedTest
  @EnumSource
  void streams(Upstream upstream) {
    var events = stream(client, ask(upstream.alias).build());

    assertThat(events.getFirst().isMessageStart()).isTrue();
    assertThat(events.getLast().isMessageStop()).isTrue();
    assertGreeting(accumulated(events));
  }

  @ParameterizedTest
  @EnumSource
  void callsATool(Upstream upstream) {
    gateway.provider.next(AnyDialect.callsATool());

    var message = client.messages().create(askWithTool(upstream.alias).build());

    var call = toolUse(message);
    assertThat(message.stopReason()).hasValue(StopReason.TOOL_USE);
    assertThat(gateway.asked().body()).contains(AnyDialect.TOOL, "Tells the weather", "city");

    var result = ToolResultBlockParam.builder().toolUseId(call.id()).content("4 °C").build();
    var answer =
        client
            .messages()
            .create(
                askWithTool(upstream.alias)
                    .addMessage(message)
                    .addUserMessageOfContentBlockParams(
                        List.of(ContentBlockParam.ofToolResult(result)))
                    .build());

    assertGreeting(answer);
    assertThat(gateway.asked().body()).contains("4 °C", "Oslo");
  }

  @ParameterizedTest
  @EnumSource
  void streamsACallOfATool(Upstream upstream) {
    gateway.provider.next(AnyDialect.callsATool());

    var message = accumulated(stream(client, askWithTool(upstream.alias).build()));

    assertThat(toolUse(message).id()).isNotEmpty();
    assertThat(message.stopReason()).hasValue(StopReason.TOOL_USE);
  }

  @Test
  void relaysSignedThoughts() {
    gateway.provider.always(AnthropicReplies.thinking("Cold, I guess.", "Hello", " there"));
    var asked = ask(Upstream.ANTHROPIC.alias).enabledThinking(1024).build();

    for (var message :
        List.of(client.messages().create(asked), accumulated(stream(client, asked)))) {
      var thought = message.content().getFirst().asThinking();
      assertThat(thought.thinking()).isEqualTo("Cold, I guess.");
      assertThat(thought.signature()).isEqualTo(AnthropicReplies.SIGNATURE);
      assertThat(text(message)).isEqualTo("Hello there");
    }
    assertThat(gateway.asked().body()).contains("\"budget_tokens\":1024");
  }

  @Test
  void translatesThoughts() {
    gateway.provider.always(GeminiReplies.thinking("Cold, I guess.", "Hello", " there"));
    var asked = ask(Upstream.GEMINI.alias).enabledThinking(1024).build();

    for (var message :
        List.of(client.messages().create(asked), accumulated(stream(client, asked)))) {
      var thought = message.content().getFirst().asThinking();
      assertThat(thought.thinking()).isEqualTo("Cold, I guess.");
      assertThat(text(message)).isEqualTo("Hello there");
    }
    assertThat(gateway.asked().body()).contains("\"thinkingBudget\":1024");
  }

  @Test
  void countsTokensAsTheProviderDoes() {
    gateway.provider.next(AnthropicReplies.tokenCount(9));

    assertThat(countTokens(Upstream.ANTHROPIC)).isEqualTo(9);
    assertThat(gateway.asked().path()).isEqualTo("/v1/messages/count_tokens");

    gateway.provider.next(GeminiReplies.tokenCount(12));

    assertThat(countTokens(Upstream.GEMINI)).isEqualTo(12);
    assertThat(gateway.asked().path()).isEqualTo(Upstream.GEMINI.path + "countTokens");
  }

  @Test
  void relaysWhatItDoesNotKnow() {
    var whole = new String(AnthropicReplies.whole("Hello").bytes(), UTF_8);
    gateway.provider.next(
        Reply.json(
            whole
                .substring(whole.indexOf('{'))
                .replaceFirst("\"usage\":", "\"new_in_answers\":{\"a\":[1]},\"usage\":")));

    var message =
        client
            .messages()
            .create(
                ask(Upstream.ANTHROPIC.alias)
                    .putAdditionalBodyProperty("new_in_requests", JsonValue.from(List.of(1, 2)))
                    .build());

    assertThat(gateway.asked().body()).contains("\"new_in_requests\":[1,2]");
    assertThat(message._additionalProperties().get("new_in_answers"))
        .isEqualTo(JsonValue.from(Map.of("a", List.of(1))));
  }

  @Test
  void sendsTheProviderItsOwnKeyOnly() {
    var _ = client.messages().create(ask(Upstream.ANTHROPIC.alias).build());

    var asked = gateway.asked();
    assertThat(asked.header("x-api-key")).hasValue(Gateway.PROVIDER_KEY);
    assertThat(asked.header("anthropic-version")).isPresent();
    assertThat(asked.header("authorization")).isEmpty();
    assertThat(asked.body()).doesNotContain(Gateway.KEY);
  }

  @Test
  void namesTheTraceOfAnAnswer() {
    var asked = ask(Upstream.OPENAI.alias).build();

    try (var response = client.messages().withRawResponse().create(asked)) {
      assertThat(text(response.parse())).isEqualTo("Hello there");
      assertThat(response.headers().values("headgate-trace-id")).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsTheProviderGoWhenAStreamIsClosed(Upstream upstream) {
    gateway.provider.next(
        AnyDialect.changed(AnyDialect.says("Hello", " there"), reply -> reply.hangBehind("Hello")));

    try (var stream = client.messages().createStreaming(ask(upstream.alias).build())) {
      assertThat(stream.stream().findFirst()).isPresent();
    }

    assertThat(gateway.asked().awaitClosed(Gateway.SOON)).isTrue();
  }

  private long countTokens(Upstream upstream) {
    return client
        .messages()
        .countTokens(
            MessageCountTokensParams.builder()
                .model(upstream.alias)
                .addUserMessage("Hello?")
                .build())
        .inputTokens();
  }

  private static ToolUseBlock toolUse(Message message) {
    var call =
        message.content().stream()
            .filter(ContentBlock::isToolUse)
            .findFirst()
            .orElseThrow()
            .asToolUse();
    assertThat(call.name()).isEqualTo(AnyDialect.TOOL);
    assertThat(call._input()).isEqualTo(JsonValue.from(Map.of("city", "Oslo")));
    return call;
  }

  private static void assertGreeting(Message message) {
    assertThat(text(message)).isEqualTo("Hello there");
    assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
    assertThat(message.usage().inputTokens()).isEqualTo(7);
    assertThat(message.usage().cacheReadInputTokens()).hasValue(4L);
    assertThat(message.usage().outputTokens()).isEqualTo(7);
  }
}
