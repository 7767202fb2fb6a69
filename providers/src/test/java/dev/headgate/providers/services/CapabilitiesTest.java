package dev.headgate.providers.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {
  private static final Json.Obj SCHEMA = Json.Obj.of("type", new Json.Text("object"));
  private static final List<ChatMessage> HELLO =
      List.of(new ChatMessage(Role.DEVELOPER, "Be brief."), new ChatMessage(Role.USER, "Hello"));

  @Test
  void refusesAParameterByItsName() {
    var settings =
        new ChatSettings(
            null,
            List.of(),
            new ChatSettings.Sampling(.5, null, null, null, null, null),
            null,
            null);
    var request = new ChatRequest("gpt-5-mini", HELLO, settings);

    assertThatThrownBy(() -> of("openai", "gpt-5-mini").apply(request))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.UNSUPPORTED_PARAMETER, CallFailed::code)
        .returns(Optional.of("temperature"), CallFailed::param);
    assertThat(of("openai", "gpt-4.1").apply(request)).isEqualTo(request);
  }

  @Test
  void namesTheImageThatAModelCannotSee() {
    var image =
        new Part.Image(new MediaSource.Url("", "https://example.com/x.png"), "", Extras.NONE);
    var request =
        new ChatRequest(
            "deepseek-chat",
            List.of(new ChatMessage(Role.USER, List.of(new Part.Text("What?"), image))),
            ChatSettings.NONE);

    assertThatThrownBy(() -> of("deepseek", "deepseek-chat").apply(request))
        .asInstanceOf(type(CallFailed.class))
        .returns(Optional.of("messages[0].content[1]"), CallFailed::param);
  }

  @Test
  void asksForASchemaInWordsWhereThereIsNoParameter() {
    var emulated =
        of("deepseek", "deepseek-chat")
            .apply(
                asking(
                    new OutputFormat.Schema("s", "", SCHEMA, true, Extras.NONE),
                    ReasoningSettings.NONE));

    assertThat(emulated.options().format()).isEqualTo(new OutputFormat.AnyJson());
    assertThat(emulated.messages()).hasSize(3);
    assertThat(emulated.messages().getFirst().role()).isEqualTo(Role.SYSTEM);
    assertThat(emulated.messages().get(1).text()).contains("{\"type\":\"object\",\"title\":\"s\"}");
    assertThat(emulated.messages().getLast().text()).isEqualTo("Hello");
  }

  @ParameterizedTest
  @CsvSource({"512, low", "4096, medium", "20000, high"})
  void saysABudgetOfThoughtAsAnEffort(int tokens, String effort) {
    var emulated =
        of("openai", "gpt-5")
            .apply(
                asking(new OutputFormat.Unsaid(), new ReasoningSettings(null, tokens, null, null)));

    assertThat(emulated.options().reasoning())
        .isEqualTo(new ReasoningSettings(effort, null, null, null));
  }

  @Test
  void goesOnFromABegunAnswerWhereTheModelCan() {
    var request = new ChatRequest("m", HELLO, ChatSettings.NONE);

    assertThat(of("openai", "gpt-4.1").continuing(request, "Hel")).isEmpty();
    assertThat(of("anthropic", "claude-haiku-4-5").continuing(request, "Hel"))
        .hasValueSatisfying(more ->
            assertThat(more.messages().getLast())
                .isEqualTo(new ChatMessage(Role.ASSISTANT, "Hel")));
    assertThat(of("mistral", "mistral-large-latest").continuing(request, "Hel"))
        .hasValueSatisfying(more ->
            assertThat(more.messages().getLast().extras().of(Dialect.OPENAI_CHAT).isTrue("prefix"))
                .isTrue());
    assertThat(of("vllm", "any").continuing(request, "Hel"))
        .hasValueSatisfying(more ->
            assertThat(more.extras().of(Dialect.OPENAI_CHAT).isTrue("continue_final_message"))
                .isTrue());
  }

  @Test
  void aSchemaIsNeverContinued() {
    var request =
        asking(new OutputFormat.Schema("s", "", SCHEMA, true, Extras.NONE), ReasoningSettings.NONE);

    assertThat(of("openrouter", "any").continuing(request, "{")).isEmpty();
  }

  @Test
  void everyServiceIsWholeAndEveryLineNamesServicesThatExist() {
    assertThat(Services.names()).contains("openai", "groq", "vllm", "azure-ai", "zai");
    assertThat(Services.names())
        .map(Services::require)
        .allSatisfy(service ->
            assertThat(service.address().baseUrl() + service.address().example())
                .as(service.name())
                .startsWith("http"));
    for (var line : CapabilityTable.LINES) {
      assertThat(Services.names())
          .as(line.services().pattern())
          .anyMatch(name -> line.services().matcher(name).matches());
    }
  }

  @Test
  void aHostIsKnownByItsServiceAndOthersByTheDialectAlone() {
    var openai = Services.require("openai");

    assertThat(Services.at("api.groq.com", openai).name()).isEqualTo("groq");
    assertThat(Services.at("name.openai.azure.com", openai).name()).isEqualTo("azure-openai");
    assertThat(Services.at("models.corp.example", openai).name()).isEqualTo("openai-compatible");
    assertThat(Services.at("api.groq.com", Services.require("vllm")).name()).isEqualTo("vllm");
  }

  @Test
  void knowsWhichModelsWriteLittle() {
    assertThat(Capabilities.bounds("openai", "gpt-3.5-turbo").output()).isEqualTo(4_096);
    assertThat(Capabilities.bounds("openai", "gpt-4").window()).isEqualTo(8_192);
    assertThat(Capabilities.bounds("openai", "gpt-4.1")).isEqualTo(TokenBounds.UNKNOWN);
  }

  private static Capabilities of(String service, String model) {
    return Capabilities.of(Services.require(service), model);
  }

  private static ChatRequest asking(OutputFormat format, ReasoningSettings reasoning) {
    return new ChatRequest(
        "m",
        HELLO,
        true,
        new ChatRequest.Options(ChatSettings.NONE, Tools.NONE, format, reasoning),
        Extras.NONE);
  }
}
