package dev.headgate.providers.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
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
import dev.headgate.providers.anthropic.AnthropicCodec;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockCodecTest {
  private static final BedrockCodec CODEC = new BedrockCodec();
  private static final String CLAUDE = "/model/eu.anthropic.claude-sonnet-4-5-v1:0/converse";

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"messages":[{"role":"user","content":[{"text":"a"},{"cachePoint":{"type":"default",\
        "ttl":"1h"}},{"image":{"format":"png","source":{"bytes":"AA=="}}},{"image":{"format":\
        "jpeg","source":{"s3Location":{"uri":"s3://b/k","bucketOwner":"1"}}}},{"document":\
        {"format":"pdf","name":"n","source":{"bytes":"AA=="},"citations":{"enabled":true}}},\
        {"document":{"format":"md","name":"n","source":{"text":"x"}}},{"video":{"format":"mp4",\
        "source":{"bytes":"AA=="}}},{"guardContent":{"text":{"text":"g"}}}]}],"system":[{"text":\
        "s"},{"cachePoint":{"type":"default"}}],"guardrailConfig":{"guardrailIdentifier":"g"},\
        "requestMetadata":{"a":"b"},"performanceConfig":{"latency":"optimized"}}\
        """,
        """
        {"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[\
        {"reasoningContent":{"reasoningText":{"text":"t","signature":"s"}}},{"reasoningContent":\
        {"redactedContent":"AA=="}},{"citationsContent":{"content":[{"text":"c"}],"citations":\
        [{"title":"x"}]}},{"toolUse":{"toolUseId":"t1","name":"f","input":{"a":1}}}]},{"role":\
        "user","content":[{"toolResult":{"toolUseId":"t1","content":[{"text":"r"},{"json":\
        {"b":2}}],"status":"error"}},{"text":"and?"}]}],"toolConfig":{"tools":[{"toolSpec":\
        {"name":"f","description":"d","inputSchema":{"json":{"type":"object"}},"strict":true}},\
        {"cachePoint":{"type":"default"}},{"systemTool":{"name":"nova_grounding"}}],"toolChoice":\
        {"tool":{"name":"f"}}}}\
        """,
        """
        {"messages":[{"role":"user","content":[{"text":"q"}]}],"inferenceConfig":{"maxTokens":5,\
        "temperature":0.5,"topP":0.9,"stopSequences":["x"]},"additionalModelRequestFields":\
        {"thinking":{"type":"enabled","budget_tokens":2000},"output_config":{"effort":"high"},\
        "top_k":4,"anthropic_beta":["b"]},"outputConfig":{"textFormat":{"type":"json_schema",\
        "structure":{"jsonSchema":{"schema":"{\\"type\\":\\"object\\"}","name":"n","description":\
        "d"}}}}}\
        """
      })
  void writesARequestAsItWasRead(String text) {
    var body = (Json.Obj) JsonBytes.read(text);

    for (var path : List.of(CLAUDE, CLAUDE + "-stream")) {
      var written =
          CODEC.writeRequest(CODEC.readRequest(new WireRequest(path, body)), Wording.USUAL);
      assertThat(written.path()).isEqualTo(path);
      assertThat(written.body()).isEqualTo(body);
    }
  }

  @Test
  void understandsAnthropicsCacheMarksAndThoughtsInBothDirections() {
    var asked =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"thinking",\
        "thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"AA=="},{"type":"text",\
        "text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}]}]}\
        """;
    var anthropic = new AnthropicCodec();
    var request =
        anthropic.readRequest(new WireRequest("/messages", (Json.Obj) JsonBytes.read(asked)));

    var written = CODEC.writeRequest(request, Wording.USUAL);

    assertThat(JsonBytes.text(new Json.Arr(written.body().array("messages"))))
        .isEqualTo(
            """
            [{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"t",\
            "signature":"s"}}},{"reasoningContent":{"redactedContent":"AA=="}},{"text":"a"},\
            {"cachePoint":{"type":"default","ttl":"1h"}}]}]\
            """);
    var back = anthropic.writeRequest(CODEC.readRequest(written), Wording.USUAL);
    // The bound of the output was the caller's, and stays in the settings.
    assertThat(back.body()).isEqualTo(JsonBytes.read(asked));
  }

  @Test
  void letsTurnsAlternate() {
    var request =
        new ChatRequest(
            "m",
            List.of(
                new ChatMessage(Role.USER, "a"),
                new ChatMessage(Role.USER, "b"),
                new ChatMessage(Role.ASSISTANT, "c")),
            ChatSettings.NONE);

    assertThat(JsonBytes.text(new Json.Arr(body(request).array("messages"))))
        .isEqualTo(
            """
            [{"role":"user","content":[{"text":"a"},{"text":"b"}]},{"role":"assistant",\
            "content":[{"text":"c"}]}]\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "openai.gpt-oss-120b-1:0, '{\"reasoning_effort\":\"low\"}'",
    "anthropic.claude-opus-4-6-v1, '{\"output_config\":{\"effort\":\"low\"}}'",
    "anthropic.claude-sonnet-4-5-v1:0, '{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4096}}'"
  })
  void asksForThoughtsInTheWordsOfTheModelsMaker(String model, String fields) {
    var options =
        new ChatRequest.Options(
            ChatSettings.NONE,
            Tools.NONE,
            new OutputFormat.Unsaid(),
            new ReasoningSettings("low", null, null, null));
    var request =
        new ChatRequest(
            model, List.of(new ChatMessage(Role.USER, "q")), true, options, Extras.NONE);

    assertThat(body(request).object("additionalModelRequestFields"))
        .isEqualTo(JsonBytes.read(fields));
  }

  @Test
  void refusesByNameWhatItHasNoWordFor() {
    refuses("seed", new ChatSettings.Sampling(null, null, null, 1L, null, null), Extras.NONE);
    refuses(
        "logit_bias",
        ChatSettings.Sampling.NONE,
        new Extras(Dialect.OPENAI_CHAT, Json.Obj.of("logit_bias", Json.Obj.of("1", Json.TRUE))));
  }

  @Test
  void readsWritesToTheCacheForAnHourApart() {
    var usage =
        UsageWords.read(
            (Json.Obj)
                JsonBytes.read(
                    """
                    {"inputTokens":1,"outputTokens":2,"totalTokens":20,"cacheReadInputTokens":7,\
                    "cacheWriteInputTokens":10,"cacheDetails":[{"ttl":"1h","inputTokens":4},\
                    {"ttl":"5m","inputTokens":6}]}\
                    """));

    assertThat(usage.input()).isEqualTo(new Usage.InputTokens(1, 7, 6, 4, 0, 0));
  }

  @Test
  void keepsTheTraceOfAGuardrail() {
    var text =
        """
        {"output":{"message":{"role":"assistant","content":[{"text":"blocked"}]}},"stopReason":\
        "guardrail_intervened","usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},\
        "trace":{"guardrail":{"inputAssessment":{}}},"metrics":{"latencyMs":5},\
        "additionalModelResponseFields":{"x":1}}\
        """;

    var answer = CODEC.readAnswer((Json.Obj) JsonBytes.read(text));

    assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(CODEC.writeAnswer(answer)).isEqualTo(JsonBytes.read(text));
  }

  @Test
  void carriesAnswersOfOtherDialectsWholeAndStreamed() {
    var answer = foreignAnswer();
    assertThat(CODEC.readAnswer(CODEC.writeAnswer(answer))).isEqualTo(answer);

    var bytes = encoded(answer);
    for (int split = 0; split <= bytes.length; split++) {
      var assembly = new AnswerAssembly();
      var decoder = CODEC.decoder(assembly);
      decoder.accept(bytes, 0, split);
      assertThat(decoder.isWhole()).as("cut after %d", split).isEqualTo(split == bytes.length);
      decoder.accept(bytes, split, bytes.length - split);
      decoder.end();
      assertThat(assembly.answer()).as("split at %d", split).isEqualTo(answer);
    }
  }

  private static ChatAnswer foreignAnswer() {
    var extras = new Extras(Dialect.OPENAI_CHAT, Json.Obj.of("x", Json.TRUE));
    var parts =
        List.<Part>of(
            new Part.Text("t", extras),
            new Part.Refusal("no", Extras.NONE),
            new Part.Reasoning("r", "s", extras),
            new Part.ToolCall("c", "f", "{ \"a\": 1 }", extras),
            new Part.Foreign(Dialect.GEMINI, Json.Obj.of("executableCode", Json.TRUE)));
    var first =
        new ChatAnswer.Choice(
            0, new ChatMessage(Role.ASSISTANT, parts), FinishReason.TOOL_CALLS, extras);
    var second =
        new ChatAnswer.Choice(
            1, new ChatMessage(Role.ASSISTANT, "other"), FinishReason.LENGTH, Extras.NONE);
    var usage =
        new Usage(new Usage.InputTokens(1, 2, 3, 4, 5, 6), new Usage.OutputTokens(7, 8, 9), 1);
    return new ChatAnswer("id", "model", List.of(first, second), usage, extras);
  }

  private static byte[] encoded(ChatAnswer answer) {
    var out = new ByteArrayOutputStream();
    var encoder = CODEC.encoder(out::write);
    AnswerAssembly.replay(answer, encoder);
    encoder.end();
    return out.toByteArray();
  }

  private static Json.Obj body(ChatRequest request) {
    return CODEC.writeRequest(request, Wording.USUAL).body();
  }

  private static void refuses(String param, ChatSettings.Sampling sampling, Extras extras) {
    var options =
        new ChatRequest.Options(
            new ChatSettings(null, List.of(), sampling, null, null),
            Tools.NONE,
            new OutputFormat.Unsaid(),
            ReasoningSettings.NONE);
    var request =
        new ChatRequest("m", List.of(new ChatMessage(Role.USER, "q")), true, options, extras);

    var failure = catchThrowableOfType(CallFailed.class, () -> body(request));

    assertThat(failure).as(param).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_PARAMETER);
    assertThat(failure.param()).contains(param);
  }
}
