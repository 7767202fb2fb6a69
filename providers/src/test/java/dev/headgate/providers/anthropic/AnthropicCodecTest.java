package dev.headgate.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.MediaSource;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicCodecTest {
  private static final AnthropicCodec CODEC = new AnthropicCodec();

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"model":"m","max_tokens":9,"system":[{"type":"text","text":"a","cache_control":\
        {"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"b"}],"messages":[{"role":"user",\
        "content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf",\
        "data":"AA=="},"title":"t","context":"c","citations":{"enabled":true},"cache_control":\
        {"type":"ephemeral"}},{"type":"document","source":{"type":"content","content":[]}},\
        {"type":"image","source":{"type":"url","url":"https://a/b.png"}},{"type":"image",\
        "source":{"type":"file","file_id":"file_1"}},{"type":"search_result","source":"s"}]}]}\
        """,
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant",\
        "content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking",\
        "data":"d"},{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"x"}},\
        {"type":"web_search_tool_result","tool_use_id":"srv_1","content":[]},{"type":"tool_use",\
        "id":"toolu_1","name":"f","input":{"a":1.50}}]},{"role":"user","content":[{"type":\
        "tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"r"},{"type":"image",\
        "source":{"type":"base64","media_type":"image/png","data":"AA=="}}],"is_error":true,\
        "cache_control":{"type":"ephemeral"}},{"type":"text","text":"and?"}]}],"tools":[{"name":"f",\
        "description":"d","input_schema":{"type":"object"},"strict":true,"cache_control":\
        {"type":"ephemeral"}},{"type":"custom","name":"g","input_schema":{"type":"object"}},\
        {"type":"bash_20250124","name":"bash"}],"tool_choice":{"type":"tool","name":"f",\
        "disable_parallel_tool_use":true}}\
        """,
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"stream":true,\
        "temperature":0.5,"top_p":0.9,"top_k":3,"stop_sequences":["x"],"thinking":{"type":"enabled",\
        "budget_tokens":2048},"output_config":{"effort":"low","format":{"type":"json_schema",\
        "schema":{"type":"object"}},"task_budget":{"total":5}},"metadata":{"user_id":"u"},\
        "service_tier":"auto","container":"c","mcp_servers":[{"type":"url","url":"https://a",\
        "name":"n"}],"context_management":{"edits":[]},"tool_choice":{"type":"none"}}\
        """,
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"thinking":\
        {"type":"adaptive","display":"omitted"}}\
        """,
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"q"}],"thinking":\
        {"type":"new","x":1},"tool_choice":{"type":"new"}}\
        """
      })
  void writesARequestAsItWasRead(String text) {
    var body = object(text);

    var request = CODEC.readRequest(new WireRequest("/messages", body));

    assertThat(CODEC.writeRequest(request, Wording.USUAL).body()).isEqualTo(body);
  }

  @Test
  void movesInstructionsOutOfTheConversation() {
    var request =
        request(
            new ChatMessage(Role.SYSTEM, "one"),
            new ChatMessage(Role.USER, "q"),
            new ChatMessage(Role.DEVELOPER, "two"));

    var body = body(request);

    assertThat(JsonBytes.text(body.members().get("system")))
        .isEqualTo("[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\",\"text\":\"two\"}]");
    assertThat(body.array("messages")).hasSize(1);
  }

  @Test
  void bringsTheResultsOfOneTurnTogetherAndMakesIdsWhereThereAreNone() {
    var request =
        request(
            new ChatMessage(Role.USER, "q"),
            new ChatMessage(
                Role.ASSISTANT,
                List.of(
                    new Part.ToolCall("", "f", "{}", Extras.NONE),
                    new Part.ToolCall("functions.g:0", "g", "", Extras.NONE))),
            new ChatMessage(Role.TOOL, List.of(result("", "f"))),
            new ChatMessage(Role.TOOL, List.of(result("functions.g:0", ""))),
            new ChatMessage(Role.USER, "and?"));

    assertThat(JsonBytes.text(new Json.Arr(body(request).array("messages"))))
        .isEqualTo(
            """
            [{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"tool_use",\
            "id":"toolu_0","name":"f","input":{}},{"type":"tool_use","id":"functions_g_0",\
            "name":"g","input":{}}]},{"role":"user","content":[{"type":"tool_result",\
            "tool_use_id":"toolu_0","content":[{"type":"text","text":"r"}]},{"type":"tool_result",\
            "tool_use_id":"functions_g_0","content":[{"type":"text","text":"r"}]},{"type":"text",\
            "text":"and?"}]}]\
            """);
  }

  @Test
  void leavesOutThoughtsThatOthersHaveSigned() {
    var foreign = new Extras(Dialect.OPENAI_RESPONSES, Json.Obj.of("id", new Json.Text("rs_1")));
    var request =
        request(
            new ChatMessage(
                Role.ASSISTANT,
                List.of(
                    new Part.Reasoning("unsigned", "", Extras.NONE),
                    new Part.Reasoning("theirs", "sig", foreign),
                    new Part.Text("answer"))));

    assertThat(JsonBytes.text(body(request)))
        .contains("answer")
        .doesNotContain("theirs", "unsigned");
  }

  @Test
  void asksForAnyJsonInTheSystemPrompt() {
    var options =
        new ChatRequest.Options(
            ChatSettings.NONE, Tools.NONE, new OutputFormat.AnyJson(), ReasoningSettings.NONE);
    var request =
        new ChatRequest("m", List.of(new ChatMessage(Role.USER, "q")), false, options, Extras.NONE);

    assertThat(body(request).text("system")).contains(FormatWords.ASK_FOR_JSON);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4-5, low, 32000, '{\"type\":\"enabled\",\"budget_tokens\":4096}', ",
    "claude-opus-4-1, high, 8000, '{\"type\":\"enabled\",\"budget_tokens\":4000}', ",
    "claude-opus-4-6, minimal, 8000, , low",
    "claude-opus-4-6, none, 8000, '{\"type\":\"disabled\"}', "
  })
  void thinksAsHardAsItIsAsked(
      String model, String effort, int maxTokens, String thinking, String written) {
    var body = body(thinking(model, effort, maxTokens));

    assertThat(body.find("thinking").map(JsonBytes::text).orElse(null)).isEqualTo(thinking);
    assertThat(body.object("output_config").text("effort").orElse(null)).isEqualTo(written);
  }

  @Test
  void refusesToThinkWithinATinyAnswer() {
    refuses("reasoning_effort", thinking("claude-sonnet-4-5", "high", 1000));
  }

  @Test
  void refusesByNameWhatItHasNoWordFor() {
    refuses("seed", sampling(new ChatSettings.Sampling(null, null, null, 1L, null, null)));
    refuses(
        "presence_penalty", sampling(new ChatSettings.Sampling(null, null, null, null, null, 1d)));
    refuses(
        "frequency_penalty", sampling(new ChatSettings.Sampling(null, null, null, null, 1d, null)));
    refuses("n", settings(new ChatSettings(null, List.of(), ChatSettings.Sampling.NONE, 2, null)));
    refuses(
        "logprobs",
        settings(new ChatSettings(null, List.of(), ChatSettings.Sampling.NONE, null, 0)));
    refuses("logit_bias", with("logit_bias", Json.Obj.of("1", Json.Num.of(1))));
    refuses(
        "messages[0].content[0].input_audio",
        request(
            new ChatMessage(
                Role.USER,
                List.of(
                    new Part.Audio(
                        new MediaSource.Inline("audio/wav", "AA=="), "wav", Extras.NONE)))));
    refuses(
        "messages[0].content[0].item_reference",
        request(
            new ChatMessage(
                Role.USER,
                List.of(
                    new Part.Foreign(
                        Dialect.OPENAI_RESPONSES,
                        Json.Obj.of("type", new Json.Text("item_reference")))))));
  }

  @Test
  void saysItsOwnWordForAnotherDialects() {
    assertThat(body(with("user", new Json.Text("u-1"))).object("metadata").text("user_id"))
        .contains("u-1");
    assertThat(body(with("service_tier", new Json.Text("default"))).text("service_tier"))
        .contains("standard_only");
    assertThat(body(with("stream_options", Json.Obj.EMPTY)).has("stream_options")).isFalse();
  }

  @Test
  void keepsWhatOnlyItKnowsOfHowAnAnswerEnded() {
    for (var reason :
        List.of("pause_turn", "model_context_window_exceeded", "stop_sequence", "x")) {
      var text =
          "{\"id\":\"i\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],"
              + "\"usage\":{\"input_tokens\":1,\"cache_creation_input_tokens\":0,"
              + "\"cache_read_input_tokens\":0,\"output_tokens\":1},\"stop_reason\":\""
              + reason
              + "\",\"stop_sequence\":\"s\",\"stop_details\":{\"type\":\"t\"},\"container\":{\"id\":\"c\"}}";
      var answer = CODEC.readAnswer(object(text));

      assertThat(CODEC.writeAnswer(answer)).isEqualTo(object(text));
    }
  }

  @Test
  void carriesWholeAnswersOfOtherDialects() {
    var answer = foreignAnswer();

    assertThat(CODEC.readAnswer(CODEC.writeAnswer(answer))).isEqualTo(answer);
  }

  @Test
  void carriesStreamsOfOtherDialects() {
    var answer = foreignAnswer();
    var bytes = encoded(sink -> AnswerAssembly.replay(answer, sink));
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

  @Test
  void takesAnEndWithoutAnEmptyLineForOneAndACutForNone() {
    var bytes = encoded(sink -> AnswerAssembly.replay(foreignAnswer(), sink));
    var brace = bytes.length - 2;
    var decoder = CODEC.decoder(_ -> {});
    decoder.accept(bytes, 0, brace);
    decoder.end();
    assertThat(decoder.isWhole()).isTrue();

    for (int cut = 0; cut < brace; cut++) {
      var shorter = CODEC.decoder(_ -> {});
      shorter.accept(bytes, 0, cut);

      var failure = catchThrowableOfType(CallFailed.class, shorter::end);

      assertThat(failure).as("cut after %d", cut).isNotNull();
      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);
    }
  }

  @Test
  void writesPartsThatGrowSideBySideOneAfterTheOther() {
    var bytes =
        encoded(sink -> {
          sink.accept(new ChatEvent.Began("i", "m", Extras.NONE));
          sink.accept(new ChatEvent.PartBegan(0, 0, new Part.Text("a")));
          sink.accept(new ChatEvent.PartBegan(0, 1, new Part.ToolCall("c1", "f", "", Extras.NONE)));
          sink.accept(new ChatEvent.PartBegan(0, 2, new Part.ToolCall("c2", "g", "", Extras.NONE)));
          sink.accept(new ChatEvent.Grew(0, 2, "{\"y\":"));
          sink.accept(new ChatEvent.Grew(0, 1, "{\"x\":1}"));
          sink.accept(new ChatEvent.Grew(0, 0, "b"));
          sink.accept(new ChatEvent.Grew(0, 2, "2}"));
          sink.accept(new ChatEvent.ChoiceEnded(0, FinishReason.TOOL_CALLS, Extras.NONE));
        });
    var assembly = new AnswerAssembly();
    var decoder = CODEC.decoder(assembly);
    decoder.accept(bytes, 0, bytes.length);
    decoder.end();

    var message = assembly.answer().choices().getFirst().message();
    assertThat(message.text()).isEqualTo("ab");
    assertThat(message.parts())
        .contains(
            new Part.ToolCall("c1", "f", "{\"x\":1}", Extras.NONE),
            new Part.ToolCall("c2", "g", "{\"y\":2}", Extras.NONE));
    var open = -1;
    for (var line : new String(bytes, UTF_8).split("\n", -1)) {
      var index = line.replaceAll(".*\"index\":(\\d+).*", "$1");
      if (line.contains("\"type\":\"content_block_start\"")) {
        assertThat(open).isNegative();
        open = Integer.parseInt(index);
      } else if (line.contains("\"type\":\"content_block_delta\"")) {
        assertThat(index).isEqualTo(Integer.toString(open));
      } else if (line.contains("\"type\":\"content_block_stop\"")) {
        open = -1;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: <html>\n\n",
        "data: [1]\n\n",
        "data: {\"type\":\"message_start\"}\n\n",
        "data: {}\n\n",
        "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{}}\n\n",
        "data: {\"type\":\"message_stop\"}\n\n",
        "data: {\"type\":\"message_start\",\"message\":{\"id\":\"a\",\"id\":\"b\"}}\n\n",
        "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":NaN}}}\n\n"
      })
  void refusesAStreamThatIsNone(String text) {
    var bytes = text.getBytes(UTF_8);

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> CODEC.decoder(_ -> {}).accept(bytes, 0, bytes.length));

    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  @Test
  void refusesNestingWithoutEnd() {
    var bytes = ("data: " + "[".repeat(1_000_000)).getBytes(UTF_8);
    var end = "\n\n".getBytes(UTF_8);
    var decoder = CODEC.decoder(_ -> {});

    var failure =
        catchThrowableOfType(
            CallFailed.class,
            () -> {
              decoder.accept(bytes, 0, bytes.length);
              decoder.accept(end, 0, end.length);
            });

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
  }

  private static ChatAnswer foreignAnswer() {
    var extras = new Extras(Dialect.OPENAI_CHAT, Json.Obj.of("x", Json.TRUE));
    var parts =
        List.<Part>of(
            new Part.Text("t", extras),
            new Part.Refusal("no", Extras.NONE),
            new Part.Reasoning("r", "s", extras),
            new Part.ToolCall("c", "f", "{ \"a\": 1 }", extras),
            new Part.ToolCall("c2", "f", "not json", Extras.NONE),
            new Part.Foreign(Dialect.GEMINI, Json.Obj.of("executableCode", Json.TRUE)));
    var first =
        new ChatAnswer.Choice(
            0, new ChatMessage(Role.ASSISTANT, parts), FinishReason.TOOL_CALLS, extras);
    var second =
        new ChatAnswer.Choice(
            1, new ChatMessage(Role.ASSISTANT, "other"), FinishReason.LENGTH, Extras.NONE);
    var usage =
        new Usage(new Usage.InputTokens(1, 2, 3, 4, 5, 6), new Usage.OutputTokens(7, 8, 9), 1);
    return new ChatAnswer(
        "id",
        "model",
        List.of(first, second),
        usage,
        new Extras(Dialect.OPENAI_CHAT, Json.Obj.of("system_fingerprint", Json.TRUE)));
  }

  private static byte[] encoded(Consumer<ChatSink> events) {
    var out = new ByteArrayOutputStream();
    var encoder = CODEC.encoder(out::write);
    events.accept(encoder);
    encoder.end();
    return out.toByteArray();
  }

  private static Part.ToolResult result(String id, String name) {
    return new Part.ToolResult(id, name, List.of(new Part.Text("r")), false, Extras.NONE);
  }

  private static ChatRequest request(ChatMessage... messages) {
    return new ChatRequest("m", List.of(messages), ChatSettings.NONE);
  }

  private static ChatRequest settings(ChatSettings settings) {
    return request(new ChatMessage(Role.USER, "q")).with(settings);
  }

  private static ChatRequest sampling(ChatSettings.Sampling sampling) {
    return settings(new ChatSettings(null, List.of(), sampling, null, null));
  }

  private static ChatRequest with(String name, Json value) {
    var plain = request(new ChatMessage(Role.USER, "q"));
    return new ChatRequest(
        "m",
        plain.messages(),
        false,
        plain.options(),
        new Extras(Dialect.OPENAI_CHAT, Json.Obj.of(name, value)));
  }

  private static ChatRequest thinking(String model, String effort, int maxTokens) {
    var options =
        new ChatRequest.Options(
            ChatSettings.NONE.withMaxTokens(maxTokens),
            Tools.NONE,
            new OutputFormat.Unsaid(),
            new ReasoningSettings(effort, null, null, null));
    return new ChatRequest(
        model, List.of(new ChatMessage(Role.USER, "q")), false, options, Extras.NONE);
  }

  private static Json.Obj body(ChatRequest request) {
    return CODEC.writeRequest(request, Wording.USUAL).body();
  }

  private static void refuses(String param, ChatRequest request) {
    var failure = catchThrowableOfType(CallFailed.class, () -> body(request));

    assertThat(failure).as(param).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_PARAMETER);
    assertThat(failure.param()).contains(param);
  }

  private static Json.Obj object(String text) {
    return (Json.Obj) JsonBytes.read(text);
  }
}
