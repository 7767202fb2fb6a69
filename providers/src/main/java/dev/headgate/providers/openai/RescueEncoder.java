package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the rest of a broken answer in OpenAI's dialect: text, thoughts, refusals and tool calls,
/// under the id and the model that the caller has seen.
public final class RescueEncoder implements AnswerEncoder {
  private final ByteSink out;
  private final List<Integer> choices = new ArrayList<>();
  private final Map<Long, Part> parts = new HashMap<>();
  private final Map<Long, Integer> toolIndexes = new HashMap<>();
  private ChatEvent.Began frame = new ChatEvent.Began("", "", Extras.NONE);

  public RescueEncoder(ByteSink out) {
    this.out = out;
  }

  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began began -> frame = began;
      case ChatEvent.PartBegan(var choice, var part, var known) -> {
        parts.put(key(choice, part), known);
        chunk(choice, delta(choice, part, known, "", true), null);
      }
      case ChatEvent.Grew(var choice, var part, var delta) ->
          chunk(choice, delta(choice, part, known(choice, part), delta, false), null);
      case ChatEvent.Learned _ -> {}
      case ChatEvent.ChoiceEnded(var choice, var reason, _) ->
          chunk(choice, Json.Obj.EMPTY, word(reason));
      case ChatEvent.Used(var usage, _) ->
          event(frame().put("choices", new Json.Arr(List.of())).put("usage", usage(usage)).build());
    }
  }

  @Override
  public void end() {
    write("data: [DONE]\n\n");
  }

  @Override
  public void fail(WireError error) {
    event(
        Json.Obj.of(
            "error",
            new ObjectBuilder()
                .put("message", error.message())
                .put("type", error.type())
                .put("code", error.code().wireName())
                .build()));
  }

  private Json.Obj delta(int choice, int index, Part part, String grown, boolean begins) {
    var delta = new ObjectBuilder();
    if (!choices.contains(choice)) {
      choices.add(choice);
      delta.put("role", "assistant");
    }
    switch (part) {
      case Part.Text(var text, _) -> delta.put("content", begins ? text : grown);
      case Part.Reasoning(var text, _, _) -> delta.put("reasoning_content", begins ? text : grown);
      case Part.Refusal(var text, _) -> delta.put("refusal", begins ? text : grown);
      case Part.ToolCall call ->
          delta.put("tool_calls", toolCall(choice, index, call, grown, begins));
      case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> {}
    }
    return delta.build();
  }

  private Json toolCall(int choice, int index, Part.ToolCall call, String grown, boolean begins) {
    var number = toolIndexes.computeIfAbsent(key(choice, index), _ -> toolIndexes.size());
    var written = new ObjectBuilder().put("index", number);
    if (begins) {
      written.put("id", call.id()).put("type", "function");
    }
    var function = new ObjectBuilder();
    if (begins) {
      function.put("name", call.name());
    }
    function.put("arguments", begins ? call.arguments() : grown);
    return new Json.Arr(List.of(written.put("function", function.build()).build()));
  }

  private void chunk(int choice, Json.Obj delta, @Nullable String reason) {
    var written =
        new ObjectBuilder()
            .put("index", choice)
            .put("delta", delta)
            .put("finish_reason", reason == null ? Json.NULL : new Json.Text(reason))
            .build();
    event(frame().put("choices", new Json.Arr(List.of(written))).build());
  }

  private ObjectBuilder frame() {
    return new ObjectBuilder()
        .maybe("id", frame.responseId())
        .put("object", "chat.completion.chunk")
        .putAll(frame.extras().of(Dialect.OPENAI_CHAT))
        .maybe("model", frame.responseModel());
  }

  private void event(Json.Obj json) {
    write("data: " + JsonBytes.text(json) + "\n\n");
  }

  private void write(String text) {
    var bytes = text.getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
  }

  private static Json.Obj usage(Usage usage) {
    var input = usage.input().total();
    var output = usage.output().total();
    return new ObjectBuilder()
        .put("prompt_tokens", input)
        .put("completion_tokens", output)
        .put("total_tokens", input + output)
        .put(
            "prompt_tokens_details",
            Json.Obj.of("cached_tokens", Json.Num.of(usage.input().cacheRead())))
        .put(
            "completion_tokens_details",
            Json.Obj.of("reasoning_tokens", Json.Num.of(usage.output().reasoning())))
        .build();
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  private Part known(int choice, int part) {
    var known = parts.get(key(choice, part));
    if (known == null) {
      throw new IllegalStateException("part " + part + " grows before it begins");
    }
    return known;
  }

  private static long key(int choice, int part) {
    return ((long) choice << 32) | part;
  }
}
