package dev.headgate.providers.openai.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionsCodecTest {
  private static final ChatCompletionsCodec CODEC = new ChatCompletionsCodec();

  private static final String STREAM =
      """
      data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

      data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"reasoning_content":"Hm"},"finish_reason":null}]}

      data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"Grüße \\ud83d"},"finish_reason":null}]}

      : a comment
      data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"\\ude00"},"finish_reason":null}]}

      data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":""}}]},"finish_reason":null}]}

      data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"t2","type":"function","function":{"name":"g","arguments":"{\\"b\\""}}]},"finish_reason":null}]}

      data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}},{"index":1,"function":{"arguments":":2}"}}]},"finish_reason":null}]}

      data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

      data: {"id":"c1","model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":6,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}}

      data: [DONE]

      """;

  private static final List<Part> PARTS =
      List.of(
          new Part.Reasoning("Hm", "", Extras.NONE),
          new Part.Text("Grüße 😀"),
          new Part.ToolCall("t1", "f", "{}", Extras.NONE),
          new Part.ToolCall("t2", "g", "{\"b\":2}", Extras.NONE));

  @Test
  void aStreamSaysTheSameInAnyTwoPieces() {
    var bytes = STREAM.getBytes(UTF_8);

    for (int cut = 0; cut <= bytes.length; cut++) {
      var assembly = new AnswerAssembly();
      var decoder = CODEC.decoder(assembly);
      decoder.accept(bytes, 0, cut);
      decoder.accept(bytes, cut, bytes.length - cut);
      decoder.end();

      var answer = assembly.answer();
      assertThat(decoder.isWhole()).isTrue();
      assertThat(answer.choices().getFirst().message().parts())
          .as("cut at " + cut)
          .isEqualTo(PARTS);
      assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
      assertThat(answer.usage()).isEqualTo(Usage.of(6, 4, 4, 2));
    }
  }

  @Test
  void aCutStreamIsNeverAWholeAnswer() {
    var bytes = STREAM.getBytes(UTF_8);
    var finished = STREAM.indexOf("\"finish_reason\":\"tool_calls\"");
    var end = new String(bytes, UTF_8).substring(0, finished).getBytes(UTF_8).length;

    for (int cut = 0; cut <= end; cut++) {
      var decoder = CODEC.decoder(_ -> {});
      decoder.accept(bytes, 0, cut);

      assertThat(decoder.isWhole()).isFalse();
      assertThatThrownBy(decoder::end)
          .as("cut at " + cut)
          .asInstanceOf(type(CallFailed.class))
          .returns(ErrorCode.PROVIDER_TRUNCATED, CallFailed::code);
    }
  }

  @Test
  void aStreamWithoutItsLastWordIsWholeIfEveryChoiceHasEnded() {
    var assembly = decoded(STREAM.replace("data: [DONE]\n\n", ""));

    assertThat(assembly.choices().getFirst().message().parts()).isEqualTo(PARTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\"\n\n",
        "data: hello\n\n",
        "data: [1]\n\n",
        "data: {\"choices\":[{\"index\":-1,\"delta\":{\"content\":\"x\"}}]}\n\n",
        "data: {\"choices\":[{\"index\":99999999,\"delta\":{\"content\":\"x\"}}]}\n\n"
      })
  void whatIsNoAnswerIsMalformed(String stream) {
    assertThatThrownBy(() -> decoded(stream))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.PROVIDER_MALFORMED, CallFailed::code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}|PROVIDER_OVERLOADED",
        "{\"error\":{\"message\":\"slow down\",\"code\":429}}|PROVIDER_RATE_LIMITED",
        "{\"error\":{\"message\":\"no\",\"code\":\"tool_use_failed\",\"status_code\":400}}|PROVIDER_REJECTED",
        "{\"error\":{\"message\":\"The response was filtered\",\"code\":\"content_filter\"}}|CONTENT_REFUSED",
        "{\"error\":{\"message\":\"boom\"}}|PROVIDER_FAILED"
      })
  void anErrorInTheMiddleHasItsMeaning(String error, ErrorCode code) {
    var begun = STREAM.substring(0, STREAM.indexOf(": a comment"));

    assertThatThrownBy(() -> decoded(begun + "event: error\ndata: " + error + "\n\n"))
        .asInstanceOf(type(CallFailed.class))
        .returns(code, CallFailed::code);
  }

  @Test
  void anEndWithoutAReasonIsTruncated() {
    var begun = STREAM.substring(0, STREAM.indexOf(": a comment"));

    assertThatThrownBy(() -> decoded(begun + "data: [DONE]\n\n"))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.PROVIDER_TRUNCATED, CallFailed::code);
  }

  @Test
  void piecesThatTheDialectHasNoWordsForComeBackAsTheyWere() {
    var foreign =
        new Extras(Dialect.ANTHROPIC, Json.Obj.of("citations", new Json.Text("a source")));
    var events =
        List.<ChatEvent>of(
            new ChatEvent.Began("c", "m", foreign),
            new ChatEvent.PartBegan(0, 0, new Part.Reasoning("", "", Extras.NONE)),
            new ChatEvent.Grew(0, 0, "Hm"),
            new ChatEvent.Learned(0, 0, "signed", Extras.NONE),
            new ChatEvent.PartBegan(0, 1, new Part.Text("one")),
            new ChatEvent.PartBegan(0, 2, new Part.Text("", Extras.NONE)),
            new ChatEvent.PartBegan(
                0, 3, new Part.Foreign(Dialect.GEMINI, Json.Obj.of("x", Json.TRUE))),
            new ChatEvent.PartBegan(0, 4, new Part.ToolCall("", "f", "", foreign)),
            new ChatEvent.Grew(0, 4, "{}"),
            new ChatEvent.Grew(0, 1, " and two"),
            new ChatEvent.ChoiceEnded(0, FinishReason.STOP, foreign),
            new ChatEvent.Used(
                new Usage(
                    new Usage.InputTokens(1, 2, 3, 4, 5, 6), new Usage.OutputTokens(7, 8, 9), 1),
                Extras.NONE));
    var expected = new AnswerAssembly();
    events.forEach(expected::accept);

    for (var codec : List.of(CODEC, new CompletionsCodec())) {
      var bytes = new ByteArrayOutputStream();
      var encoder = codec.encoder(bytes::write);
      events.forEach(encoder::accept);
      encoder.end();
      var read = new AnswerAssembly();
      var decoder = codec.decoder(read);
      decoder.accept(bytes.toByteArray(), 0, bytes.size());
      decoder.end();

      assertThat(read.answer()).isEqualTo(expected.answer());
      assertThat(codec.readAnswer(codec.writeAnswer(expected.answer())))
          .isEqualTo(expected.answer());
    }
  }

  @Test
  void toolCallsWithoutAnIndexAreToldApartByTheirIds() {
    var answer =
        decoded(
            """
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"f","arguments":"[]"}}]},"finish_reason":"tool_calls"}]}

            """);

    assertThat(answer.choices().getFirst().message().parts())
        .containsExactly(
            new Part.ToolCall("a", "f", "{}", Extras.NONE),
            new Part.ToolCall("b", "f", "[]", Extras.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\"}|messages",
        "{\"messages\":[{\"role\":\"king\"}]}|messages[0].role",
        "{\"messages\":[{\"role\":\"user\",\"content\":7}]}|messages[0].content",
        "{\"messages\":[],\"temperature\":\"hot\"}|temperature",
        "{\"messages\":[],\"max_tokens\":-1}|max_tokens",
        "{\"messages\":[],\"stop\":[1]}|stop",
        "{\"messages\":[],\"tools\":[7]}|tools[0]"
      })
  void aMistakeInARequestIsNamed(String body, String param) {
    assertThatThrownBy(() -> CODEC.readRequest(new WireRequest("/chat/completions", object(body))))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.INVALID_REQUEST, CallFailed::code)
        .returns(Optional.of(param), CallFailed::param);
  }

  @Test
  void whatAnotherDialectAsksForIsNeverDropped() {
    var request =
        new ChatRequest(
            "m",
            List.of(new ChatMessage(Role.USER, "Hello")),
            false,
            new ChatRequest("m", List.of(), ChatSettings.NONE).options(),
            new Extras(
                Dialect.GEMINI,
                Json.Obj.of("safetySettings", new Json.Arr(List.of(Json.Obj.of("a", Json.TRUE))))));

    assertThatThrownBy(() -> CODEC.writeRequest(request, Wording.USUAL))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.UNSUPPORTED_PARAMETER, CallFailed::code)
        .returns(Optional.of("safetySettings"), CallFailed::param);
  }

  @Test
  void aProvidersWordsAreUsed() {
    var settings =
        new ChatSettings(
            5, List.of(), new ChatSettings.Sampling(null, null, null, 7L, null, null), null, null);
    var request = new ChatRequest("m", List.of(new ChatMessage(Role.USER, "Hello")), settings);

    var written =
        CODEC.writeRequest(
            request,
            new Wording(Map.of("max_tokens", "max_completion_tokens", "seed", "random_seed")));

    assertThat(written.body().integer("max_completion_tokens")).isEqualTo(5);
    assertThat(written.body().integer("random_seed")).isEqualTo(7);
    assertThat(written.body().has("max_tokens")).isFalse();
  }

  private static ChatAnswer decoded(String stream) {
    var bytes = stream.getBytes(UTF_8);
    var events = new ArrayList<ChatEvent>();
    var decoder = CODEC.decoder(events::add);
    decoder.accept(bytes, 0, bytes.length);
    decoder.end();
    var assembly = new AnswerAssembly();
    events.forEach(assembly::accept);
    return assembly.answer();
  }

  private static Json.Obj object(String json) {
    return (Json.Obj) JsonBytes.read(json);
  }
}
