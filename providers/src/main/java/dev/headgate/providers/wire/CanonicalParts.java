package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parts of a message in our own words, for the member that carries what a dialect has no words
/// for.
public final class CanonicalParts {
  private CanonicalParts() {}

  public static Json.Obj write(Part part) {
    var out = new ObjectBuilder();
    switch (part) {
      case Part.Text(var text, _) -> out.put("part", "text").put("text", text);
      case Part.Refusal(var text, _) -> out.put("part", "refusal").put("text", text);
      case Part.Reasoning(var text, var signature, _) ->
          out.put("part", "reasoning").put("text", text).maybe("signature", signature);
      case Part.Image(var source, var detail, _) ->
          out.put("part", "image").put("source", write(source)).maybe("detail", detail);
      case Part.Audio(var source, var format, _) ->
          out.put("part", "audio").put("source", write(source)).maybe("format", format);
      case Part.File(var source, var name, _) ->
          out.put("part", "file").put("source", write(source)).maybe("name", name);
      case Part.ToolCall(var id, var name, var arguments, _) ->
          out.put("part", "tool_call")
              .maybe("id", id)
              .put("name", name)
              .put("arguments", arguments);
      case Part.ToolResult(var id, var name, var content, var failed, _) ->
          out.put("part", "tool_result")
              .maybe("id", id)
              .maybe("name", name)
              .put("failed", failed)
              .put(
                  "content",
                  new Json.Arr(content.stream().<Json>map(CanonicalParts::write).toList()));
      case Part.Foreign(var dialect, var json) ->
          out.put("part", "foreign").put("dialect", dialect.wireName()).put("json", json);
    }
    return writeExtras(out, part.extras()).build();
  }

  /// Empty if it is no part.
  public static Optional<Part> read(Json.Obj in) {
    var extras = readExtras(in);
    return Optional.ofNullable(
        switch (in.text("part").orElse("")) {
          case "text" -> new Part.Text(text(in, "text"), extras);
          case "refusal" -> new Part.Refusal(text(in, "text"), extras);
          case "reasoning" -> new Part.Reasoning(text(in, "text"), text(in, "signature"), extras);
          case "image" -> new Part.Image(source(in.object("source")), text(in, "detail"), extras);
          case "audio" -> new Part.Audio(source(in.object("source")), text(in, "format"), extras);
          case "file" -> new Part.File(source(in.object("source")), text(in, "name"), extras);
          case "tool_call" ->
              new Part.ToolCall(text(in, "id"), text(in, "name"), text(in, "arguments"), extras);
          case "tool_result" ->
              new Part.ToolResult(
                  text(in, "id"),
                  text(in, "name"),
                  readAll(in.array("content")),
                  in.isTrue("failed"),
                  extras);
          case "foreign" ->
              new Part.Foreign(Carried.dialect(text(in, "dialect")), in.object("json"));
          default -> null;
        });
  }

  public static List<Part> readAll(List<Json> all) {
    var parts = new ArrayList<Part>(all.size());
    for (var json : all) {
      if (json instanceof Json.Obj object) {
        read(object).ifPresent(parts::add);
      }
    }
    return parts;
  }

  /// Parts and extras of an object that has words for neither.
  public static Json.Obj carried(List<Json> parts, Extras extras) {
    return writeExtras(new ObjectBuilder().put("parts", new Json.Arr(parts)), extras).build();
  }

  /// The extras under a carried member.
  public static Extras extras(Json.Obj carried) {
    return readExtras(carried);
  }

  public static ObjectBuilder writeExtras(ObjectBuilder out, Extras extras) {
    return extras.isEmpty()
        ? out
        : out.put(
            "extras",
            new ObjectBuilder()
                .put("dialect", extras.dialect().wireName())
                .put("members", extras.members())
                .build());
  }

  public static Extras readExtras(Json.Obj in) {
    var extras = in.object("extras");
    return extras.isEmpty() ? Extras.NONE : new Extras(dialect(extras), extras.object("members"));
  }

  private static Dialect dialect(Json.Obj extras) {
    return Carried.dialect(text(extras, "dialect"));
  }

  private static Json.Obj write(MediaSource source) {
    return switch (source) {
      case MediaSource.Inline(var type, var base64) -> media("inline", type, base64);
      case MediaSource.Url(var type, var url) -> media("url", type, url);
      case MediaSource.Uploaded(var type, var id) -> media("uploaded", type, id);
      case MediaSource.Plain(var type, var text) -> media("plain", type, text);
    };
  }

  private static Json.Obj media(String kind, String type, String value) {
    return new ObjectBuilder().put("kind", kind).maybe("type", type).put("value", value).build();
  }

  private static MediaSource source(Json.Obj in) {
    var type = text(in, "type");
    var value = text(in, "value");
    return switch (text(in, "kind")) {
      case "inline" -> new MediaSource.Inline(type, value);
      case "url" -> new MediaSource.Url(type, value);
      case "uploaded" -> new MediaSource.Uploaded(type, value);
      default -> new MediaSource.Plain(type, value);
    };
  }

  private static String text(Json.Obj in, String name) {
    return in.text(name).orElse("");
  }
}
