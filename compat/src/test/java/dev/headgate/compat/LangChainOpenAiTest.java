package dev.headgate.compat;

import static dev.headgate.compat.LangChain.ask;
import static dev.headgate.compat.LangChain.askWithTool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.Reply;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LangChain4j with its module for OpenAI, pointed at the gateway.
@Tag("all")
final class LangChainOpenAiTest {
  private static final UserMessage QUESTION = UserMessage.from("How is the weather in Oslo?");

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeEach
  void start() {
    gateway = Gateway.start(folder);
    gateway.provider.always(AnyDialect.says("Hello", " there"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void answers() {
    var response = model("smart").chat(SystemMessage.from("Be brief."), QUESTION);

    assertThat(response.aiMessage().text()).isEqualTo("Hello there");
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(11);
    assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(7);
    assertThat(gateway.asked().body()).contains("Be brief.", "\"model\" : \"scripted-1\"");
  }

  @Test
  void streams() throws Throwable {
    var streamed = LangChain.stream(streamingModel("smart"), ask(QUESTION));

    assertThat(streamed.pieces()).containsExactly("Hello", " there");
    assertThat(streamed.response().aiMessage().text()).isEqualTo("Hello there");
    assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(streamed.response().tokenUsage().totalTokenCount()).isEqualTo(18);
  }

  @Test
  void callsATool() {
    gateway.provider.next(AnyDialect.callsATool());

    var message = model("smart").chat(askWithTool(QUESTION)).aiMessage();

    var call = message.toolExecutionRequests().getFirst();
    assertThat(call.id()).isEqualTo(AnyDialect.CALL_ID);
    assertThat(call.name()).isEqualTo(AnyDialect.TOOL);
    assertThat(call.arguments()).isEqualTo(AnyDialect.ARGUMENTS);

    var result = ToolExecutionResultMessage.from(call, "4 °C");
    var answer = model("smart").chat(askWithTool(QUESTION, message, result));

    assertThat(answer.aiMessage().text()).isEqualTo("Hello there");
    assertThat(gateway.asked().body()).contains("4 °C", AnyDialect.CALL_ID, "Oslo");
  }

  @Test
  void streamsACallOfATool() throws Throwable {
    gateway.provider.next(AnyDialect.callsATool());

    var streamed = LangChain.stream(streamingModel("smart"), askWithTool(QUESTION));

    var call = streamed.response().aiMessage().toolExecutionRequests().getFirst();
    assertThat(call.name()).isEqualTo(AnyDialect.TOOL);
    assertThat(call.arguments()).isEqualTo(AnyDialect.ARGUMENTS);
    assertThat(streamed.response().finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
  }

  @Test
  void answersFromAFeature() throws Throwable {
    gateway.ingest();
    var question = UserMessage.from("Which port does the gateway listen on?");

    assertThat(model("feature/quotes").chat(question).aiMessage().text()).contains("port 8080");
    var streamed = LangChain.stream(streamingModel("feature/quotes"), ask(question));

    assertThat(streamed.response().aiMessage().text()).contains("port 8080");
  }

  @Test
  void embeds() {
    var model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(gateway.baseUrl())
            .apiKey(Gateway.KEY)
            .modelName("small-vectors")
            .build();

    var vector = model.embed("a text").content().vector();

    assertThat(vector).hasSize(384);
    var squares = 0.0;
    for (var number : vector) {
      squares += number * number;
    }
    assertThat(squares).isCloseTo(1, within(1e-3));
  }

  @Test
  void tellsAWrongKeyFromAnUnknownModelAndABusyProvider() {
    var stranger = settings("smart").apiKey("hg_wrong").build();
    assertThatThrownBy(() -> stranger.chat("Hello?")).isInstanceOf(AuthenticationException.class);

    assertThatThrownBy(() -> model("smrt").chat("Hello?"))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("did you mean");

    gateway.provider.always(AnyDialect.refuses(429, "Retry-After: 3"));
    assertThatThrownBy(() -> model("smart").chat("Hello?")).isInstanceOf(RateLimitException.class);
  }

  /// The library does not look at errors within a stream: what is left to tell it is that no reason
  /// to finish was given.
  @Test
  void aStreamThatBreaksOffIsNotFinished() throws Throwable {
    var says = AnyDialect.says("Hello", " there");
    gateway.provider.always(AnyDialect.changed(says, reply -> reply.cutBehind("Hello")));

    var streamed = LangChain.stream(streamingModel("smart"), ask(QUESTION));

    assertThat(streamed.response().finishReason()).isNull();
  }

  @Test
  void aProviderThatSaysNothingTimesOut() {
    gateway.provider.always(Reply.silence());

    assertThatThrownBy(() -> model("hasty/model").chat("Hello?"))
        .isInstanceOf(LangChain4jException.class)
        .hasMessageContaining("provider_timeout");
  }

  private ChatModel model(String name) {
    return settings(name).build();
  }

  private OpenAiChatModel.OpenAiChatModelBuilder settings(String name) {
    return OpenAiChatModel.builder()
        .baseUrl(gateway.baseUrl())
        .apiKey(Gateway.KEY)
        .modelName(name)
        .maxRetries(0)
        .timeout(Duration.ofSeconds(20));
  }

  private StreamingChatModel streamingModel(String name) {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(gateway.baseUrl())
        .apiKey(Gateway.KEY)
        .modelName(name)
        .timeout(Duration.ofSeconds(20))
        .build();
  }
}
