package dev.headgate.providers.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesCodecTest {
  private final ResponsesCodec codec = new ResponsesCodec();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"item_reference\",\"id\":\"msg_1\"}",
        "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\",\"action\":{\"type\":\"search\",\"query\":\"q\"}}",
        "{\"type\":\"file_search_call\",\"id\":\"fs_1\",\"queries\":[\"q\"],\"results\":null}",
        "{\"type\":\"computer_call\",\"id\":\"cu_1\",\"call_id\":\"c\",\"action\":{\"type\":\"click\",\"x\":1,\"y\":2}}",
        "{\"type\":\"computer_call_output\",\"call_id\":\"c\",\"output\":{\"type\":\"computer_screenshot\",\"image_url\":\"data:x\"}}",
        "{\"type\":\"code_interpreter_call\",\"id\":\"ci_1\",\"code\":\"1+1\",\"container_id\":\"k\"}",
        "{\"type\":\"image_generation_call\",\"id\":\"ig_1\",\"result\":\"aGk=\"}",
        "{\"type\":\"mcp_approval_response\",\"approval_request_id\":\"m\",\"approve\":true}",
        "{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"sh\",\"input\":\"ls\"}",
        "{\"type\":\"something_new\",\"id\":\"n\"}"
      })
  void keepsItemsThatOnlyThisDialectKnows(String item) {
    var body =
        json("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}," + item + "]}");

    var request = codec.readRequest(new WireRequest("/responses", body));

    assertThat(codec.writeRequest(request, Wording.USUAL).body()).isEqualTo(body);
  }

  @Test
  void gathersWhatAModelWroteIntoOneMessage() {
    var request =
        codec.readRequest(
            new WireRequest(
                "/responses",
                json(
                    """
                    {"model":"m","instructions":"Be brief.","input":[
                      {"role":"user","content":[{"type":"input_text","text":"Hi"}]},
                      {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"x"},
                      {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                      {"type":"function_call","call_id":"c2","name":"f","arguments":"{}"},
                      {"type":"function_call_output","call_id":"c1","output":"1"},
                      {"type":"function_call_output","call_id":"c2","output":"2"}]}
                    """)));

    assertThat(request.messages())
        .extracting(ChatMessage::role)
        .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL);
    assertThat(request.messages().get(2).parts()).hasSize(3);
    assertThat(request.messages().get(3).parts()).hasSize(2);
  }

  @Test
  void saysWhyAnAnswerIsIncomplete() {
    assertThat(finish("{\"reason\":\"max_output_tokens\"}")).isEqualTo(FinishReason.LENGTH);
    assertThat(finish("{\"reason\":\"content_filter\"}")).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  private FinishReason finish(String details) {
    return codec
        .readAnswer(
            json(
                "{\"id\":\"r\",\"status\":\"incomplete\",\"incomplete_details\":"
                    + details
                    + ",\"output\":[]}"))
        .choices()
        .getFirst()
        .finishReason();
  }

  @Test
  void takesAFailedAnswerForTheErrorThatItNames() {
    var failure =
        catchThrowableOfType(
            CallFailed.class,
            () ->
                codec.readAnswer(
                    json(
                        "{\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"},\"output\":[]}")));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_RATE_LIMITED);
  }

  @Test
  void neverTakesAnAnswerThatIsStillRunningForWhole() {
    var failure =
        catchThrowableOfType(
            CallFailed.class,
            () -> codec.readAnswer(json("{\"status\":\"in_progress\",\"output\":[]}")));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"oops\"}",
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"oops\"}}}"
      })
  void takesAnErrorInAStreamForAnError(String event) {
    var decoder = codec.decoder(_ -> {});
    var bytes = ("data: " + event + "\n\n").getBytes(UTF_8);

    var failure =
        catchThrowableOfType(CallFailed.class, () -> decoder.accept(bytes, 0, bytes.length));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_FAILED);
    assertThat(failure.message()).doesNotContain("oops");
  }

  @Test
  void writesTheEventsThatOfficialClientsExpectInOrder() {
    var answer =
        new ChatAnswer(
            "id",
            "m",
            List.of(
                new ChatAnswer.Choice(
                    0,
                    new ChatMessage(
                        Role.ASSISTANT,
                        List.of(
                            new Part.Reasoning("hm", "", Extras.NONE),
                            new Part.Text("Hi"),
                            new Part.ToolCall("c", "f", "{\"a\":1}", Extras.NONE))),
                    FinishReason.TOOL_CALLS,
                    Extras.NONE)),
            Usage.of(1, 2, 3, 4),
            Extras.NONE);
    var out = new ByteArrayOutputStream();
    var encoder = codec.encoder(out::write);

    AnswerAssembly.replay(answer, encoder);
    encoder.end();

    var types = new ArrayList<String>();
    var numbers = new ArrayList<Long>();
    new EventDecoder()
        .accept(
            out.toByteArray(),
            0,
            out.size(),
            (type, data, length) -> {
              types.add(type);
              numbers.add(((Json.Obj) JsonBytes.read(data, 0, length)).integer("sequence_number"));
            });
    assertThat(types)
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.completed");
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i);
    }
    var heard = new AnswerAssembly();
    var decoder = codec.decoder(heard);
    decoder.accept(out.toByteArray(), 0, out.size());
    decoder.end();
    assertThat(heard.answer()).isEqualTo(answer);
  }

  @Test
  void namesWhatItHasNoWordFor() {
    var request =
        new ChatRequest(
            "m",
            List.of(new ChatMessage(Role.USER, "Hi")),
            new ChatSettings(null, List.of("END"), ChatSettings.Sampling.NONE, null, null));

    var failure =
        catchThrowableOfType(CallFailed.class, () -> codec.writeRequest(request, Wording.USUAL));

    assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_PARAMETER);
    assertThat(failure.param()).contains("stop");
  }

  @Test
  void carriesWhatAnotherDialectSaidOfAnAnswer() {
    var answer =
        new ChatAnswer(
            "id",
            "m",
            List.of(
                new ChatAnswer.Choice(
                    0,
                    new ChatMessage(
                        Role.ASSISTANT,
                        List.of(
                            new Part.Foreign(Dialect.GEMINI, json("{\"executableCode\":{}}")),
                            new Part.Text(
                                "Hi",
                                new Extras(Dialect.GEMINI, json("{\"thoughtSignature\":\"s\"}"))))),
                    FinishReason.STOP,
                    new Extras(Dialect.GEMINI, json("{\"avgLogprobs\":1}")))),
            new Usage(new Usage.InputTokens(1, 2, 3, 4, 5, 6), new Usage.OutputTokens(7, 8, 9), 10),
            new Extras(Dialect.GEMINI, json("{\"createTime\":\"t\"}")));

    assertThat(codec.readAnswer(codec.writeAnswer(answer))).isEqualTo(answer);
  }

  private static Json.Obj json(String text) {
    return (Json.Obj) JsonBytes.read(text);
  }
}
