package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/// Writes the parts of an answer as items. Items that this dialect did not write itself get an id
/// and the member `headgate`, by which they are known.
final class ItemWriter {
  static final String COMPLETED = "completed";

  private ItemWriter() {}

  static boolean isOwn(Part part) {
    return part instanceof Part.Foreign(var dialect, _)
        ? dialect == Dialect.OPENAI_RESPONSES
        : !part.extras().isEmpty() && part.extras().dialect() == Dialect.OPENAI_RESPONSES;
  }

  /// Whether the part stands in the same message as the one before.
  static boolean goesOn(Part part) {
    return part instanceof Part.Foreign(_, var json)
        ? json.members().getOrDefault(Items.ITEM, Json.NULL).equals(Json.TRUE)
        : part.extras()
            .of(Dialect.OPENAI_RESPONSES)
            .members()
            .getOrDefault(Items.ITEM, Json.NULL)
            .equals(Json.TRUE);
  }

  static boolean isContent(Part part) {
    return part instanceof Part.Text
        || part instanceof Part.Refusal
        || (part instanceof Part.Foreign(var dialect, var json)
            && dialect == Dialect.OPENAI_RESPONSES
            && json.has(Items.CONTENT)
            && json.has(Items.ITEM)
            && !json.has(Items.TYPE));
  }

  static List<Json> items(List<Part> parts) {
    var items = new ArrayList<Json>();
    for (int i = 0; i < parts.size(); ) {
      var end = i + 1;
      while (isContent(parts.get(i)) && end < parts.size() && goesOn(parts.get(end))) {
        end++;
      }
      items.add(item(parts.subList(i, end), items.size()));
      i = end;
    }
    return items;
  }

  /// One item, of several parts if it is a message.
  static Json.Obj item(List<Part> parts, int index) {
    var first = parts.getFirst();
    if (isContent(first)) {
      return message(parts, index, COMPLETED);
    }
    return switch (first) {
      case Part.ToolCall call -> functionCall(call, index, COMPLETED);
      case Part.Reasoning reasoning -> reasoning(reasoning, index);
      case Part.Foreign(var dialect, var json) when dialect == Dialect.OPENAI_RESPONSES -> json;
      case Part.Text _, Part.Refusal _, Part.Image _, Part.Audio _, Part.File _ ->
          carried(first, index);
      case Part.ToolResult _, Part.Foreign _ -> carried(first, index);
    };
  }

  private static Json.Obj carried(Part part, int index) {
    return new ObjectBuilder()
        .put(Items.TYPE, "headgate_part")
        .put("id", "hg_" + index)
        .put(Carried.MEMBER, CanonicalParts.write(part))
        .build();
  }

  static Json.Obj message(List<Part> parts, int index, String status) {
    var contents = new ArrayList<Json>();
    parts.forEach(part -> contents.add(content(part)));
    var head = new ObjectBuilder().put(Items.TYPE, "message").put("role", "assistant");
    if (isOwn(parts.getFirst())) {
      head.putAll(itemOf(parts.getFirst()));
    } else {
      head.put("id", "msg_" + index).put("status", status).put(Carried.MEMBER, Json.Obj.EMPTY);
    }
    return head.put(Items.CONTENT, new Json.Arr(contents)).build();
  }

  private static Json.Obj itemOf(Part part) {
    return part instanceof Part.Foreign(_, var json)
        ? json.object(Items.ITEM)
        : part.extras().members().members().get(Items.ITEM) instanceof Json.Obj item
            ? item
            : Json.Obj.EMPTY;
  }

  /// A piece of a message.
  static Json content(Part part) {
    return switch (part) {
      case Part.Text(var text, _) ->
          extras(
              new ObjectBuilder()
                  .put(Items.TYPE, "output_text")
                  .put("text", text)
                  .put("annotations", new Json.Arr(List.of())),
              part);
      case Part.Refusal(var text, _) ->
          extras(new ObjectBuilder().put(Items.TYPE, "refusal").put("refusal", text), part);
      case Part.Foreign(_, var json) -> json.object(Items.CONTENT);
      case Part.Reasoning _, Part.Image _, Part.Audio _, Part.File _ ->
          throw new IllegalArgumentException("not a piece of a message");
      case Part.ToolCall _, Part.ToolResult _ ->
          throw new IllegalArgumentException("not a piece of a message");
    };
  }

  static Json.Obj extras(ObjectBuilder body, Part part) {
    var extras = part.extras();
    if (!isOwn(part)) {
      body.put(Carried.MEMBER, Json.Obj.EMPTY);
      return Carried.put(body.build(), Dialect.OPENAI_RESPONSES, extras);
    }
    var written = body.build();
    var members = extras.members().without(Items.ITEM);
    return (members.has("annotations") ? written : written.without("annotations")).with(members);
  }

  static Json.Obj functionCall(Part.ToolCall call, int index, String status) {
    var body =
        new ObjectBuilder()
            .put(Items.TYPE, "function_call")
            .maybe("id", isOwn(call) ? "" : "fc_" + index)
            .put("call_id", call.id())
            .put("name", call.name())
            .put("arguments", call.arguments());
    if (!isOwn(call)) {
      body.put("status", status);
    }
    return extras(body, call);
  }

  static Json.Obj reasoning(Part.Reasoning reasoning, int index) {
    var own = isOwn(reasoning);
    var extras = own ? reasoning.extras().members() : Json.Obj.EMPTY;
    var shown = extras.members().getOrDefault(Items.CONTENT, Json.NULL).equals(Json.TRUE);
    var body =
        new ObjectBuilder().put(Items.TYPE, "reasoning").maybe("id", own ? "" : "rs_" + index);
    if (!extras.has("summary")) {
      body.put("summary", new Json.Arr(shown ? List.of() : Items.summary(reasoning.text())));
    }
    body.maybe("encrypted_content", reasoning.signature());
    if (!own) {
      return extras(body, reasoning);
    }
    body.putAll(extras);
    if (shown) {
      body.put(
          Items.CONTENT, new Json.Arr(List.of(Items.textOf("reasoning_text", reasoning.text()))));
    }
    return body.build();
  }
}
