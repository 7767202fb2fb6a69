package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.JsonBytes;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// Reads a stream in OpenAI's dialect as far as a broken answer can be continued: text, thoughts
/// and tool calls. Whatever else a chunk holds becomes a foreign part, which nobody continues.
public final class RescueDecoder implements AnswerDecoder {
  private static final String DONE = "[DONE]";

  private final ChatSink sink;
  private final EventDecoder events = new EventDecoder();
  private final AnswerWatch watch = AnswerWatch.of(Operation.CHAT, "text/event-stream");
  private final Map<String, Integer> parts = new HashMap<>();
  private final Map<Integer, Integer> counts = new HashMap<>();
  private boolean begun;

  public RescueDecoder(ChatSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(byte[] bytes, int from, int length) {
    watch.accept(bytes, from, length);
    events.accept(bytes, from, from + length, (_, data, size) -> read(data, size));
  }

  @Override
  public boolean isWhole() {
    return watch.isWhole();
  }

  @Override
  public void end() {
    if (!isWhole()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_TRUNCATED,
          "the provider's answer broke off before it said why it ended");
    }
  }

  private void read(byte[] data, int length) {
    if (new String(data, 0, Math.min(length, DONE.length()), UTF_8).equals(DONE)) {
      return;
    }
    try {
      if (!(JsonBytes.read(data, 0, length) instanceof Json.Obj chunk)) {
        throw malformed();
      }
      chunk(chunk);
    } catch (JacksonException _) {
      throw malformed();
    }
  }

  private void chunk(Json.Obj chunk) {
    if (chunk.find("error").isPresent()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_FAILED, "the provider ended its answer with an error");
    }
    if (!begun) {
      begun = true;
      sink.accept(
          new ChatEvent.Began(
              chunk.text("id").orElse(""),
              chunk.text("model").orElse(""),
              new Extras(
                  Dialect.OPENAI_CHAT,
                  chunk.without("id", "model", "object", "choices", "usage"))));
    }
    for (var choice : chunk.array("choices")) {
      if (choice instanceof Json.Obj object) {
        choice(object);
      }
    }
    if (chunk.find("usage").isPresent()) {
      sink.accept(new ChatEvent.Used(watch.usage().orElse(Usage.NONE), Extras.NONE));
    }
  }

  private void choice(Json.Obj choice) {
    var index = (int) choice.integer("index");
    var delta = choice.object("delta");
    grow(index, "thought", delta.text("reasoning_content").orElse(""));
    grow(index, "thought", delta.text("reasoning").orElse(""));
    grow(index, "text", delta.text("content").orElse(""));
    grow(index, "refusal", delta.text("refusal").orElse(""));
    for (var call : delta.array("tool_calls")) {
      if (call instanceof Json.Obj object) {
        toolCall(index, object);
      }
    }
    var foreign =
        delta.without("role", "content", "refusal", "tool_calls", "reasoning_content", "reasoning");
    if (!foreign.isEmpty() || choice.find("logprobs").isPresent()) {
      begin(index, "foreign", new Part.Foreign(Dialect.OPENAI_CHAT, choice));
    }
    choice
        .text("finish_reason")
        .ifPresent(
            reason -> sink.accept(new ChatEvent.ChoiceEnded(index, reason(reason), Extras.NONE)));
  }

  private void grow(int choice, String kind, String text) {
    if (text.isEmpty()) {
      return;
    }
    var known = parts.get(choice + kind);
    if (known != null) {
      sink.accept(new ChatEvent.Grew(choice, known, text));
      return;
    }
    begin(
        choice,
        kind,
        switch (kind) {
          case "thought" -> new Part.Reasoning(text, "", Extras.NONE);
          case "refusal" -> new Part.Refusal(text, Extras.NONE);
          default -> new Part.Text(text);
        });
  }

  private void toolCall(int choice, Json.Obj call) {
    var kind = "tool" + call.integer("index");
    var function = call.object("function");
    var arguments = function.text("arguments").orElse("");
    var known = parts.get(choice + kind);
    if (known == null) {
      begin(
          choice,
          kind,
          new Part.ToolCall(
              call.text("id").orElse(""),
              function.text("name").orElse(""),
              arguments,
              Extras.NONE));
    } else if (!arguments.isEmpty()) {
      sink.accept(new ChatEvent.Grew(choice, known, arguments));
    }
  }

  private void begin(int choice, String kind, Part part) {
    var index = counts.merge(choice, 1, Integer::sum) - 1;
    parts.put(choice + kind, index);
    sink.accept(new ChatEvent.PartBegan(choice, index, part));
  }

  static FinishReason reason(String word) {
    return switch (word) {
      case "length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  private static CallFailed malformed() {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "the provider sent an event that is not JSON");
  }
}
