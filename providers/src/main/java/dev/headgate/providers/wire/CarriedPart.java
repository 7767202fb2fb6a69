package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A part of an answer for which a dialect has no word, in words of the canonical form, on its way
/// under the member `headgate`.
public final class CarriedPart {
  /// Its name within the member.
  public static final String NAME = "part";

  private static final String KIND = "kind";

  private CarriedPart() {}

  public static Json.Obj write(Part part) {
    var out = new ObjectBuilder();
    switch (part) {
      case Part.Text(var text, _) -> out.put(KIND, "text").put("text", text);
      case Part.Refusal(var text, _) -> out.put(KIND, "refusal").put("text", text);
      case Part.Reasoning(var text, var signature, _) ->
          out.put(KIND, "reasoning").put("text", text).maybe("signature", signature);
      case Part.Image(var source, var detail, _) ->
          out.put(KIND, "image").put("source", source(source)).maybe("detail", detail);
      case Part.Audio(var source, var format, _) ->
          out.put(KIND, "audio").put("source", source(source)).maybe("format", format);
      case Part.File(var source, var name, _) ->
          out.put(KIND, "file").put("source", source(source)).maybe("name", name);
      case Part.ToolCall(var id, var name, var arguments, _) ->
          out.put(KIND, "tool-call").put("id", id).put("name", name).put("arguments", arguments);
      case Part.ToolResult(var id, var name, var content, var failed, _) ->
          out.put(KIND, "tool-result")
              .put("id", id)
              .maybe("name", name)
              .put(
                  "content",
                  new Json.Arr(List.copyOf(content.stream().map(CarriedPart::write).toList())))
              .put("failed", failed);
      case Part.Foreign(var dialect, var json) ->
          out.put(KIND, "foreign").put("dialect", dialect.wireName()).put("json", json);
    }
    var extras = part.extras();
    if (!extras.isEmpty()) {
      out.put("dialect", extras.dialect().wireName()).put("members", extras.members());
    }
    return out.build();
  }

  /// Empty if it is nothing that [#write] wrote.
  public static Optional<Part> read(Json.Obj part) {
    var text = part.text("text").orElse("");
    var extras =
        part.has("members") ? new Extras(dialect(part), part.object("members")) : Extras.NONE;
    return Optional.ofNullable(
        switch (part.text(KIND).orElse("")) {
          case "text" -> new Part.Text(text, extras);
          case "refusal" -> new Part.Refusal(text, extras);
          case "reasoning" -> new Part.Reasoning(text, part.text("signature").orElse(""), extras);
          case "image" ->
              new Part.Image(source(part.object("source")), part.text("detail").orElse(""), extras);
          case "audio" ->
              new Part.Audio(source(part.object("source")), part.text("format").orElse(""), extras);
          case "file" ->
              new Part.File(source(part.object("source")), part.text("name").orElse(""), extras);
          case "tool-call" ->
              new Part.ToolCall(
                  part.text("id").orElse(""),
                  part.text("name").orElse(""),
                  part.text("arguments").orElse(""),
                  extras);
          case "tool-result" ->
              new Part.ToolResult(
                  part.text("id").orElse(""),
                  part.text("name").orElse(""),
                  content(part),
                  part.isTrue("failed"),
                  extras);
          case "foreign" -> new Part.Foreign(dialect(part), part.object("json"));
          default -> null;
        });
  }

  private static List<Part> content(Json.Obj part) {
    return part.array("content").stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .flatMap(each -> read(each).stream())
        .toList();
  }

  private static Json.Obj source(MediaSource source) {
    var out = new ObjectBuilder();
    return switch (source) {
      case MediaSource.Inline(var type, var base64) ->
          out.put(KIND, "inline").put("type", type).put("base64", base64).build();
      case MediaSource.Url(var type, var url) ->
          out.put(KIND, "url").put("type", type).put("url", url).build();
      case MediaSource.Uploaded(var type, var id) ->
          out.put(KIND, "uploaded").put("type", type).put("id", id).build();
      case MediaSource.Plain(var type, var text) ->
          out.put(KIND, "plain").put("type", type).put("text", text).build();
    };
  }

  private static MediaSource source(Json.Obj source) {
    var type = source.text("type").orElse("");
    return switch (source.text(KIND).orElse("")) {
      case "inline" -> new MediaSource.Inline(type, source.text("base64").orElse(""));
      case "uploaded" -> new MediaSource.Uploaded(type, source.text("id").orElse(""));
      case "plain" -> new MediaSource.Plain(type, source.text("text").orElse(""));
      default -> new MediaSource.Url(type, source.text("url").orElse(""));
    };
  }

  private static Dialect dialect(Json.Obj part) {
    var name = part.text("dialect").orElse("");
    return Arrays.stream(Dialect.values())
        .filter(dialect -> dialect.wireName().equals(name))
        .findFirst()
        .orElse(Dialect.OPENAI_CHAT);
  }
}
