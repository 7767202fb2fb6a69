package dev.headgate.compat;

import static dev.headgate.compat.Chats.accumulated;
import static dev.headgate.compat.Chats.ask;
import static dev.headgate.compat.Chats.stream;
import static dev.headgate.compat.Chats.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIIoException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Chat with a provider's models through the official Java SDK.
@Tag("all")
final class JavaSdkChatTest extends AtGateway<OpenAIClient> {
  JavaSdkChatTest() {
    super(Gateway::start, Gateway::client, OpenAIClient::close);
  }

  @Test
  void answersThroughAnAlias() {
    var completion = client.chat().completions().create(ask("smart").build());

    assertThat(text(completion)).isEqualTo("Hello there");
    var choice = completion.choices().getFirst();
    assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    var usage = completion.usage().orElseThrow();
    assertThat(usage.promptTokens()).isEqualTo(11);
    assertThat(usage.completionTokens()).isEqualTo(7);
    assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).hasValue(4L);
    assertThat(usage.completionTokensDetails().orElseThrow().reasoningTokens()).hasValue(2L);
    assertThat(gateway.asked().body()).contains("\"model\":\"scripted-1\"");
  }

  @Test
  void answersThroughProviderAndModel() {
    var completion = client.chat().completions().create(ask("scripted/any/model:7b").build());

    assertThat(text(completion)).isEqualTo("Hello there");
    assertThat(gateway.asked().body()).contains("\"model\":\"any/model:7b\"");
  }

  @Test
  void sendsTheProviderItsOwnKeyOnly() {
    client.chat().completions().create(ask("smart").build());

    var asked = gateway.asked();
    assertThat(asked.header("authorization")).hasValue("Bearer " + Gateway.PROVIDER_KEY);
    assertThat(asked.body()).doesNotContain(Gateway.KEY);
  }

  @Test
  void namesTheTraceOfAnAnswer() {
    try (var response =
        client.chat().completions().withRawResponse().create(ask("smart").build())) {

      assertThat(text(response.parse())).isEqualTo("Hello there");
      assertThat(response.requestId()).isPresent();
      assertThat(response.headers().values("headgate-trace-id"))
          .containsExactly(response.requestId().orElseThrow());
    }
  }

  @Test
  void streamsWithoutTheTokenCountsThatNobodyAskedFor() {
    var chunks = stream(client, ask("smart").build());

    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.choices()).isNotEmpty());
    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.usage()).isEmpty());
    assertThat(text(accumulated(chunks))).isEqualTo("Hello there");
    assertThat(gateway.asked().body()).contains("\"include_usage\":true");
  }

  @Test
  void streamsTheTokenCountsToWhoAskedForThem() {
    var withUsage = ChatCompletionStreamOptions.builder().includeUsage(true).build();

    var chunks = stream(client, ask("smart").streamOptions(withUsage).build());

    var last = chunks.getLast();
    assertThat(last.choices()).isEmpty();
    assertThat(last.usage().orElseThrow().totalTokens()).isEqualTo(18);
    assertThat(text(accumulated(chunks))).isEqualTo("Hello there");
  }

  @Test
  void relaysToolsAndToolCalls() {
    gateway.provider.next(Chats.toolCall());

    var completion = client.chat().completions().create(askWithTool().build());

    var message = completion.choices().getFirst().message();
    var called = message.toolCalls().orElseThrow().getFirst().asFunction();
    assertThat(called.id()).isEqualTo("call_1");
    assertThat(called.function().name()).isEqualTo("weather");
    assertThat(called.function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
    assertThat(gateway.asked().body()).contains("\"tools\":[{", "\"name\":\"weather\"");

    var result =
        ChatCompletionToolMessageParam.builder().toolCallId("call_1").content("4 °C").build();
    client
        .chat()
        .completions()
        .create(askWithTool().addMessage(message).addMessage(result).build());

    assertThat(gateway.asked().body())
        .contains("\"tool_call_id\":\"call_1\"", "4 °C", "\"arguments\":\"{\\\"city\\\"");
  }

  @Test
  void streamsToolCalls() {
    gateway.provider.next(
        Reply.events(
            delta(
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
                "null"),
            delta(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}",
                "null"),
            delta(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Oslo\\\"}\"}}]}",
                "null"),
            delta("{}", "\"tool_calls\""),
            OpenAiReplies.usageEvent(),
            "data: [DONE]\n\n"));

    var completion = accumulated(stream(client, askWithTool().build()));

    var message = completion.choices().getFirst().message();
    var called = message.toolCalls().orElseThrow().getFirst().asFunction();
    assertThat(called.function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
  }

  @Test
  void letsTheProviderGoWhenAStreamIsClosed() {
    gateway.provider.next(Chats.begunStream());

    try (var stream = client.chat().completions().createStreaming(ask("smart").build())) {
      assertThat(stream.stream().findFirst()).isPresent();
    }

    assertThat(gateway.asked().awaitClosed(Gateway.SOON)).isTrue();
  }

  @Test
  void letsTheProviderGoWhenTheCallerStopsWaiting() {
    gateway.provider.next(Reply.silence());
    var hasty = client.withOptions(options -> options.timeout(Duration.ofMillis(300)));

    assertThatThrownBy(() -> hasty.chat().completions().create(ask("smart").build()))
        .isInstanceOf(OpenAIIoException.class);

    assertThat(gateway.asked().awaitClosed(Gateway.SOON)).isTrue();
  }

  private static ChatCompletionCreateParams.Builder askWithTool() {
    var parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
            .build();
    return ask("smart")
        .addFunctionTool(
            FunctionDefinition.builder().name("weather").parameters(parameters).build());
  }

  private static String delta(String delta, String finishReason) {
    return """
    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"scripted-1",\
    "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

    """
        .formatted(delta, finishReason);
  }
}
