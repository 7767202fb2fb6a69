package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiCodecTest {
  private final GeminiCodec codec = new GeminiCodec();

  @Test
  void readsTheModelAndTheStreamFromThePath() {
    var request =
        codec.readRequest(
            new WireRequest(
                "/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
                json("{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}")));

    assertThat(request.model()).isEqualTo("gemini-2.5-pro");
    assertThat(request.stream()).isTrue();
    assertThat(request.messages()).containsExactly(new ChatMessage(Role.USER, "Hi"));
  }

  @Test
  void matchesResultsToCallsThatHaveNoIdsByNameAndOrder() {
    var request =
        read(
            """
            {"contents":[
              {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}},
                                       {"functionCall":{"name":"g","args":{}}},
                                       {"functionCall":{"name":"f","args":{"a":2}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"g","response":{"output":"G"}}},
                                      {"functionResponse":{"name":"f","response":{"output":"F1"}}},
                                      {"functionResponse":{"name":"f","response":{"error":"F2"}}}]}]}
            """);

    var calls = calls(request.messages().getFirst());
    assertThat(calls).extracting(Part.ToolCall::id).doesNotHaveDuplicates().doesNotContain("");
    assertThat(request.messages().getLast().role()).isEqualTo(Role.TOOL);
    var results = results(request.messages().getLast());
    assertThat(results)
        .extracting(Part.ToolResult::callId)
        .containsExactly(calls.get(1).id(), calls.get(0).id(), calls.get(2).id());
    assertThat(results).extracting(Part.ToolResult::failed).containsExactly(false, false, true);
    var written = JsonBytes.text(codec.writeRequest(request, Wording.USUAL).body());
    assertThat(written).doesNotContain("hgcall_").contains("\"error\":\"F2\"");
  }

  @Test
  void namesTheToolOfAResultThatAnotherDialectKnowsOnlyById() {
    var request =
        request(
            List.of(
                new ChatMessage(
                    Role.ASSISTANT,
                    List.of(new Part.ToolCall("call_1", "weather", "{}", Extras.NONE))),
                new ChatMessage(
                    Role.TOOL,
                    List.of(
                        new Part.ToolResult(
                            "call_1", "", List.of(new Part.Text("warm")), false, Extras.NONE)))));

    assertThat(JsonBytes.text(codec.writeRequest(request, Wording.USUAL).body()))
        .contains(
            "{\"functionResponse\":{\"id\":\"call_1\",\"name\":\"weather\",\"response\":{\"output\":\"warm\"}}}");
  }

  @Test
  void refusesAResultThatAnswersNoCall() {
    var request =
        request(
            List.of(
                new ChatMessage(
                    Role.TOOL,
                    List.of(
                        new Part.ToolResult(
                            "call_9", "", List.of(new Part.Text("warm")), false, Extras.NONE)))));

    var failure =
        catchThrowableOfType(CallFailed.class, () -> codec.writeRequest(request, Wording.USUAL));

    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(failure.param()).contains("messages[0].content[0]");
  }

  @Test
  void namesWhatItHasNoWordFor() {
    var foreign = new Extras(Dialect.OPENAI_CHAT, json("{\"logit_bias\":{\"1\":2}}"));
    var request =
        new ChatRequest(
            "gemini-2.5-pro",
            List.of(new ChatMessage(Role.USER, "Hi")),
            false,
            options(Tools.NONE, ReasoningSettings.NONE),
            foreign);

    var failure =
        catchThrowableOfType(CallFailed.class, () -> codec.writeRequest(request, Wording.USUAL));

    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_PARAMETER);
    assertThat(failure.param()).contains("logit_bias");
  }

  @Test
  void saysAnEffortInTheWordsOfTheModelsGeneration() {
    assertThat(thinking("gemini-2.5-pro", "medium")).contains("\"thinkingBudget\":8192");
    assertThat(thinking("gemini-3-pro", "medium")).contains("\"thinkingLevel\":\"MEDIUM\"");
    assertThat(thinking("gemini-2.5-flash", "none")).contains("\"thinkingBudget\":0");
  }

  private String thinking(String model, String effort) {
    var request =
        new ChatRequest(
            model,
            List.of(new ChatMessage(Role.USER, "Hi")),
            false,
            options(Tools.NONE, new ReasoningSettings(effort, null, null, null)),
            Extras.NONE);
    return JsonBytes.text(codec.writeRequest(request, Wording.USUAL).body());
  }

  @Test
  void takesABlockedPromptForARefusal() {
    var failure =
        catchThrowableOfType(
            CallFailed.class,
            () ->
                codec.readAnswer(
                    json("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}")));

    assertThat(failure.code()).isEqualTo(ErrorCode.CONTENT_REFUSED);
    assertThat(failure.message()).contains("PROHIBITED_CONTENT");
  }

  @Test
  void keepsGooglesOwnWordForTheReason() {
    var written =
        """
        {"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"},"finishReason":"RECITATION","index":0}]}
        """;
    var answer = codec.readAnswer(json(written));

    assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(codec.writeAnswer(answer)).isEqualTo(json(written));
  }

  @Test
  void neverPassesOffAToolCallThatIsNone() {
    var failure =
        catchThrowableOfType(
            CallFailed.class,
            () ->
                codec.readAnswer(
                    json("{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}")));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  @Test
  void countsTokensInDisjointBuckets() {
    var answer =
        codec.readAnswer(
            json(
                """
                {"candidates":[{"content":{"parts":[{"text":"a"}],"role":"model"},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":100,"toolUsePromptTokenCount":7,
                   "cachedContentTokenCount":40,"candidatesTokenCount":20,"thoughtsTokenCount":9,
                   "promptTokensDetails":[{"modality":"TEXT","tokenCount":70},{"modality":"AUDIO","tokenCount":30}],
                   "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":10}],
                   "candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":5}]}}
                """));

    assertThat(answer.usage())
        .isEqualTo(
            new Usage(
                new Usage.InputTokens(47, 30, 0, 0, 20, 10), new Usage.OutputTokens(15, 9, 5), 0));
  }

  @Test
  void readsAStreamThatIsOneArrayByteByByte() {
    var bytes =
        """
        [{"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"},"index":0}]}
        ,
        {"candidates":[{"content":{"parts":[{"text":"lo ]}"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}}]
        """
            .getBytes(UTF_8);
    var heard = new AnswerAssembly();
    var decoder = codec.decoder(heard);

    for (int i = 0; i < bytes.length; i++) {
      decoder.accept(bytes, i, 1);
    }
    decoder.end();

    assertThat(heard.answer().choices().getFirst().message().text()).isEqualTo("Hello ]}");
    assertThat(decoder.isWhole()).isTrue();
  }

  @Test
  void writesAStreamAsOneArray() {
    var out = new ByteArrayOutputStream();
    var encoder = codec.arrayEncoder(out::write);
    var answer =
        codec.readAnswer(
            json(
                """
                {"candidates":[{"content":{"parts":[{"text":"a"},{"functionCall":{"name":"f","args":{"b":1}}}],"role":"model"},"finishReason":"STOP","index":0}],"responseId":"r"}
                """));
    AnswerAssembly.replay(answer, encoder);
    encoder.end();

    assertThat(JsonBytes.read(out.toByteArray())).isInstanceOf(Json.Arr.class);
    var heard = new AnswerAssembly();
    var decoder = codec.decoder(heard);
    decoder.accept(out.toByteArray(), 0, out.size());
    decoder.end();
    assertThat(heard.answer()).isEqualTo(answer);
  }

  @Test
  void takesAnErrorInAStreamForAnError() {
    var decoder = codec.decoder(_ -> {});
    var bytes =
        "data: {\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}\n\n"
            .getBytes(UTF_8);

    var failure =
        catchThrowableOfType(CallFailed.class, () -> decoder.accept(bytes, 0, bytes.length));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_OVERLOADED);
  }

  @Test
  void refusesAModelNameThatLeavesThePath() {
    for (var name : List.of("", "../secret")) {
      var request =
          new ChatRequest(name, List.of(new ChatMessage(Role.USER, "Hi")), ChatSettings.NONE);

      var failure =
          catchThrowableOfType(CallFailed.class, () -> codec.writeRequest(request, Wording.USUAL));

      assertThat(failure.param()).contains("model");
    }
    var odd =
        new ChatRequest("a b?c\r\n", List.of(new ChatMessage(Role.USER, "Hi")), ChatSettings.NONE);
    assertThat(codec.writeRequest(odd, Wording.USUAL).path())
        .isEqualTo("/models/a%20b%3Fc%0D%0A:streamGenerateContent?alt=sse");
  }

  private ChatRequest read(String body) {
    return codec.readRequest(new WireRequest("/models/gemini-2.5-pro:generateContent", json(body)));
  }

  private static ChatRequest request(List<ChatMessage> messages) {
    return new ChatRequest("gemini-2.5-pro", messages, ChatSettings.NONE);
  }

  private static ChatRequest.Options options(Tools tools, ReasoningSettings reasoning) {
    return new ChatRequest.Options(ChatSettings.NONE, tools, new OutputFormat.Unsaid(), reasoning);
  }

  private static List<Part.ToolCall> calls(ChatMessage message) {
    return message.parts().stream()
        .filter(Part.ToolCall.class::isInstance)
        .map(Part.ToolCall.class::cast)
        .toList();
  }

  private static List<Part.ToolResult> results(ChatMessage message) {
    return message.parts().stream()
        .filter(Part.ToolResult.class::isInstance)
        .map(Part.ToolResult.class::cast)
        .toList();
  }

  private static Json.Obj json(String text) {
    return (Json.Obj) JsonBytes.read(text);
  }
}
