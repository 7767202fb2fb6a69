package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.GrowingPart;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.List;
import java.util.function.BiConsumer;

/// One item of a streamed answer: its events, from the first to the last. Not thread-safe.
final class StreamedItem {
  // Clients expect them, be there some or none.
  private static final Json.Arr NONE = new Json.Arr(List.of());

  private final GrowingPart part;
  private final int index;
  private final BiConsumer<String, ObjectBuilder> out;
  private boolean ended;

  StreamedItem(GrowingPart part, int index, BiConsumer<String, ObjectBuilder> out) {
    this.part = part;
    this.index = index;
    this.out = out;
  }

  boolean isToolCall() {
    return part.known() instanceof Part.ToolCall;
  }

  void begin() {
    switch (part.known()) {
      case Part.Text(var text, _) -> {
        beginMessage(Items.textOf("output_text", "").with("annotations", NONE));
        delta(text);
      }
      case Part.Refusal(var text, _) -> {
        beginMessage(new ObjectBuilder().put(Items.TYPE, "refusal").put("refusal", "").build());
        delta(text);
      }
      case Part.Reasoning(var text, _, _) -> {
        added(item("reasoning").put("summary", new Json.Arr(List.of())).build());
        if (!text.isEmpty()) {
          delta(text);
        }
      }
      case Part.ToolCall(var id, var name, var arguments, _) -> {
        added(
            item("function_call")
                .put("status", "in_progress")
                .put("call_id", id)
                .put("name", name)
                .put("arguments", "")
                .build());
        delta(arguments);
      }
      case Part.Image _, Part.Audio _, Part.File _ -> added(whole());
      case Part.ToolResult _, Part.Foreign _ -> added(whole());
    }
  }

  /// Returns false if it is over.
  boolean grow(String delta) {
    if (ended) {
      return false;
    }
    part.grow(delta);
    delta(delta);
    return true;
  }

  /// Returns false if it is over.
  boolean learn(String signature, Extras more) {
    if (ended) {
      return false;
    }
    part.learn(signature, more);
    return true;
  }

  void end() {
    if (ended) {
      return;
    }
    ended = true;
    switch (part.whole()) {
      case Part.Text(var text, _) -> {
        out.accept(
            "response.output_text.done",
            at().put("content_index", 0).put("text", text).put("logprobs", NONE));
        endMessage();
      }
      case Part.Refusal(var text, _) -> {
        out.accept("response.refusal.done", at().put("content_index", 0).put("refusal", text));
        endMessage();
      }
      case Part.Reasoning(var text, _, _) -> {
        if (!text.isEmpty()) {
          out.accept(
              "response.reasoning_summary_text.done",
              at().put("summary_index", 0).put("text", text));
        }
      }
      case Part.ToolCall(_, var name, var arguments, _) ->
          out.accept(
              "response.function_call_arguments.done",
              at().put("name", name).put("arguments", arguments));
      case Part.Image _, Part.Audio _, Part.File _ -> {}
      case Part.ToolResult _, Part.Foreign _ -> {}
    }
    out.accept("response.output_item.done", place().put("item", whole()));
  }

  private void beginMessage(Json content) {
    added(
        item("message")
            .put("status", "in_progress")
            .put("role", "assistant")
            .put(Items.CONTENT, new Json.Arr(List.of()))
            .build());
    out.accept("response.content_part.added", at().put("content_index", 0).put("part", content));
  }

  private void endMessage() {
    out.accept(
        "response.content_part.done",
        at().put("content_index", 0).put("part", ItemWriter.content(part.whole())));
  }

  private void delta(String delta) {
    if (delta.isEmpty()) {
      return;
    }
    switch (part.known()) {
      case Part.Text _ ->
          out.accept(
              "response.output_text.delta",
              at().put("content_index", 0).put("delta", delta).put("logprobs", NONE));
      case Part.Refusal _ ->
          out.accept("response.refusal.delta", at().put("content_index", 0).put("delta", delta));
      case Part.Reasoning _ ->
          out.accept(
              "response.reasoning_summary_text.delta",
              at().put("summary_index", 0).put("delta", delta));
      case Part.ToolCall _ ->
          out.accept("response.function_call_arguments.delta", at().put("delta", delta));
      case Part.Image _, Part.Audio _, Part.File _ -> {}
      case Part.ToolResult _, Part.Foreign _ -> {}
    }
  }

  private void added(Json item) {
    out.accept("response.output_item.added", place().put("item", item));
  }

  /// As it stands now. A piece that went on in the message before is an item of its own in a
  /// stream.
  Json.Obj whole() {
    var written = ItemWriter.item(List.of(part.whole()), index);
    return written.has("id") || !(part.known() instanceof Part.Text)
        ? written
        : written.with("id", new Json.Text(id()));
  }

  private ObjectBuilder item(String type) {
    return new ObjectBuilder().put(Items.TYPE, type).put("id", id());
  }

  private ObjectBuilder place() {
    return new ObjectBuilder().put("output_index", index);
  }

  private ObjectBuilder at() {
    return place().put("item_id", id());
  }

  // The provider's own id may come only at the end; one and the same goes through all events.
  private String id() {
    var own = part.known().extras().of(Dialect.OPENAI_RESPONSES);
    return own.text("id")
        .or(() -> own.object(Items.ITEM).text("id"))
        .orElse(
            switch (part.known()) {
              case Part.Text _, Part.Refusal _ -> "msg_" + index;
              case Part.Reasoning _ -> "rs_" + index;
              case Part.ToolCall _ -> "fc_" + index;
              case Part.Image _, Part.Audio _, Part.File _ -> "hg_" + index;
              case Part.ToolResult _, Part.Foreign _ -> "hg_" + index;
            });
  }
}
