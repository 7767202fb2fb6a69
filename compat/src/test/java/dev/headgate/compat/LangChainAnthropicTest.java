package dev.headgate.compat;

import static dev.headgate.compat.LangChain.ask;
import static dev.headgate.compat.LangChain.askWithTool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.providers.AnthropicReplies;
import dev.headgate.testkit.providers.AnyDialect;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// LangChain4j with its module for Anthropic, pointed at the gateway.
@Tag("all")
final class LangChainAnthropicTest {
  private static final UserMessage QUESTION = UserMessage.from("How is the weather in Oslo?");

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeEach
  void start() {
    gateway = Gateway.startWithAllDialects(folder);
    gateway.provider.always(AnyDialect.says("Hello", " there"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @EnumSource
  void answers(Upstream upstream) {
    var response = model(upstream.alias).chat(SystemMessage.from("Be brief."), QUESTION);

    assertThat(response.aiMessage().text()).isEqualTo("Hello there");
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(7);
    assertThat(gateway.asked().path()).startsWith(upstream.path);
    assertThat(gateway.asked().body()).contains("Be brief.");
  }

  @ParameterizedTest
  @EnumSource
  void streams(Upstream upstream) throws Throwable {
    var streamed = LangChain.stream(streamingModel(upstream.alias), ask(QUESTION));

    assertThat(streamed.pieces()).containsExactly("Hello", " there");
    assertThat(streamed.response().aiMessage().text()).isEqualTo("Hello there");
    assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(streamed.response().tokenUsage().outputTokenCount()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void callsATool(Upstream upstream) {
    gateway.provider.next(AnyDialect.callsATool());

    var message = model(upstream.alias).chat(askWithTool(QUESTION)).aiMessage();

    var call = message.toolExecutionRequests().getFirst();
    assertThat(call.name()).isEqualTo(AnyDialect.TOOL);
    assertThat(call.arguments()).contains("city", "Oslo");

    var result = ToolExecutionResultMessage.from(call, "4 °C");
    var answer = model(upstream.alias).chat(askWithTool(QUESTION, message, result));

    assertThat(answer.aiMessage().text()).isEqualTo("Hello there");
    assertThat(gateway.asked().body()).contains("4 °C", "Oslo");
  }

  @ParameterizedTest
  @EnumSource
  void streamsACallOfATool(Upstream upstream) throws Throwable {
    gateway.provider.next(AnyDialect.callsATool());

    var streamed = LangChain.stream(streamingModel(upstream.alias), askWithTool(QUESTION));

    var call = streamed.response().aiMessage().toolExecutionRequests().getFirst();
    assertThat(call.name()).isEqualTo(AnyDialect.TOOL);
    assertThat(call.arguments()).contains("city", "Oslo");
    assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
  }

  @Test
  void streamsThoughts() throws Throwable {
    gateway.provider.always(AnthropicReplies.thinking("Cold, I guess.", "Hello", " there"));

    var streamed = LangChain.stream(streamingModel("claude"), ask(QUESTION));

    assertThat(streamed.thoughts()).isEqualTo(List.of("Cold, I guess."));
    assertThat(streamed.response().aiMessage().thinking()).isEqualTo("Cold, I guess.");
    assertThat(streamed.response().aiMessage().text()).isEqualTo("Hello there");
  }

  @Test
  void tellsAWrongKeyFromAnUnknownModelAndABusyProvider() {
    var stranger = settings("claude").apiKey("hg_wrong").build();
    assertThatThrownBy(() -> stranger.chat("Hello?")).isInstanceOf(AuthenticationException.class);

    assertThatThrownBy(() -> model("claud").chat("Hello?"))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("did you mean");

    gateway.provider.always(AnyDialect.refuses(429, "Retry-After: 3"));
    assertThatThrownBy(() -> model("claude").chat("Hello?")).isInstanceOf(RateLimitException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatBreaksOffIsNoAnswer(Upstream upstream) {
    gateway.provider.always(
        AnyDialect.changed(AnyDialect.says("Hello", " there"), reply -> reply.cutBehind("Hello")));

    assertThatThrownBy(() -> LangChain.stream(streamingModel(upstream.alias), ask(QUESTION)))
        .isInstanceOf(LangChain4jException.class);
  }

  private ChatModel model(String name) {
    return settings(name).build();
  }

  private AnthropicChatModel.AnthropicChatModelBuilder settings(String name) {
    return AnthropicChatModel.builder()
        .baseUrl(gateway.baseUrl())
        .apiKey(Gateway.KEY)
        .modelName(name)
        .maxTokens(2048)
        .maxRetries(0)
        .timeout(Duration.ofSeconds(20));
  }

  private StreamingChatModel streamingModel(String name) {
    return AnthropicStreamingChatModel.builder()
        .baseUrl(gateway.baseUrl())
        .apiKey(Gateway.KEY)
        .modelName(name)
        .maxTokens(2048)
        .returnThinking(true)
        .timeout(Duration.ofSeconds(20))
        .build();
  }
}
