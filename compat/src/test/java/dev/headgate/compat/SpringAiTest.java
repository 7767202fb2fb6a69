package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import dev.headgate.testkit.providers.AnyDialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

/// Spring AI with its module for OpenAI, built by hand as its documentation says, pointed at the
/// gateway.
@Tag("all")
final class SpringAiTest {
  private static final UserMessage QUESTION = new UserMessage("How is the weather in Oslo?");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
    var response = model("smart").call(new Prompt(new SystemMessage("Be brief."), QUESTION));

    assertThat(text(response)).isEqualTo("Hello there");
    assertThat(response.getResult().getMetadata().getFinishReason()).isEqualToIgnoringCase("stop");
    assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(11);
    assertThat(response.getMetadata().getUsage().getCompletionTokens()).isEqualTo(7);
    assertThat(gateway.asked().body()).contains("Be brief.", "\"model\":\"scripted-1\"");
  }

  @Test
  void streams() {
    var responses = stream("smart", new Prompt(QUESTION));

    assertThat(text(responses)).isEqualTo("Hello there");
    assertThat(responses).hasSizeGreaterThan(1);
    assertThat(gateway.asked().body()).contains("\"stream\":true");
  }

  @Test
  void callsATool() {
    gateway.provider.next(AnyDialect.callsATool());
    var options = options("smart").toolCallbacks(weather()).build();

    var called =
        modelOf(options).call(new Prompt(List.of(QUESTION), options)).getResult().getOutput();

    var call = called.getToolCalls().getFirst();
    assertThat(call.id()).isEqualTo(AnyDialect.CALL_ID);
    assertThat(call.name()).isEqualTo(AnyDialect.TOOL);
    assertThat(call.arguments()).isEqualTo(AnyDialect.ARGUMENTS);
    assertThat(gateway.asked().body()).contains("\"tools\":[{", "\"name\":\"weather\"");

    var answer =
        modelOf(options).call(new Prompt(List.of(QUESTION, called, result(call)), options));

    assertThat(text(answer)).isEqualTo("Hello there");
    assertThat(gateway.asked().body()).contains("4 °C", "\"tool_call_id\":\"call_1\"");
  }

  @Test
  void streamsACallOfATool() {
    gateway.provider.next(AnyDialect.callsATool());
    var options = options("smart").toolCallbacks(weather()).build();

    var responses = collect(modelOf(options), new Prompt(List.of(QUESTION), options));

    var calls =
        responses.stream()
            .filter(ChatResponse::hasToolCalls)
            .flatMap(response -> response.getResult().getOutput().getToolCalls().stream())
            .toList();
    assertThat(calls)
        .singleElement()
        .satisfies(call -> assertThat(call.arguments()).isEqualTo(AnyDialect.ARGUMENTS));
  }

  @Test
  void answersFromAFeature() {
    gateway.ingest();
    var question = new Prompt(new UserMessage("Which port does the gateway listen on?"));

    assertThat(text(model("feature/quotes").call(question))).contains("port 8080");
    assertThat(text(stream("feature/quotes", question))).contains("port 8080");
  }

  @Test
  void tellsAWrongKeyFromAnUnknownModel() {
    var stranger = modelOf(options("smart").apiKey("hg_wrong").build());
    assertThatThrownBy(() -> stranger.call(new Prompt(QUESTION)))
        .isInstanceOf(UnauthorizedException.class);

    assertThatThrownBy(() -> model("smrt").call(new Prompt(QUESTION)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("did you mean");
  }

  @Test
  void aStreamThatBreaksOffIsNoAnswer() {
    var says = AnyDialect.says("Hello", " there");
    gateway.provider.always(AnyDialect.changed(says, reply -> reply.cutBehind("Hello")));

    assertThatThrownBy(() -> stream("smart", new Prompt(QUESTION)))
        .isInstanceOf(SseException.class);
  }

  private static ToolCallback weather() {
    return FunctionToolCallback.builder(AnyDialect.TOOL, (City city) -> "4 °C in " + city.city)
        .description("Tells the weather")
        .inputType(City.class)
        .build();
  }

  private static ToolResponseMessage result(AssistantMessage.ToolCall call) {
    var response = new ToolResponseMessage.ToolResponse(call.id(), call.name(), "4 °C");
    return ToolResponseMessage.builder().responses(List.of(response)).build();
  }

  private OpenAiChatModel model(String name) {
    return modelOf(options(name).build());
  }

  private static OpenAiChatModel modelOf(OpenAiChatOptions options) {
    return OpenAiChatModel.builder().options(options).build();
  }

  private OpenAiChatOptions.Builder options(String name) {
    return OpenAiChatOptions.builder()
        .baseUrl(gateway.baseUrl())
        .apiKey(Gateway.KEY)
        .model(name)
        .maxRetries(0)
        .timeout(PATIENCE);
  }

  private List<ChatResponse> stream(String name, Prompt prompt) {
    return collect(model(name), prompt);
  }

  private static List<ChatResponse> collect(OpenAiChatModel model, Prompt prompt) {
    return Objects.requireNonNull(model.stream(prompt).collectList().block(PATIENCE));
  }

  private static String text(ChatResponse response) {
    return Objects.requireNonNullElse(response.getResult().getOutput().getText(), "");
  }

  private static String text(List<ChatResponse> responses) {
    return responses.stream()
        .filter(response -> !response.getResults().isEmpty())
        .map(SpringAiTest::text)
        .collect(Collectors.joining());
  }

  record City(String city) {}
}
