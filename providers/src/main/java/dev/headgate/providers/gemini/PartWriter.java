package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.MadeIds;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.Base64;

/// Writes the parts of a `content`. Not thread-safe.
final class PartWriter {
  private static final String RAW_ARGUMENTS = "arguments";

  private final boolean request;
  private final CallMatching calls = new CallMatching("");

  /// @param request whether foreign words are refused (true) or carried
  PartWriter(boolean request) {
    this.request = request;
  }

  /// @param path of the part, for messages
  Json.Obj write(Part part, String path) {
    if (request && part instanceof Part.Foreign(var dialect, _) && dialect != Dialect.GEMINI) {
      throw ForeignWords.unsupported(path, Dialect.GEMINI);
    }
    return with(body(part, path), part, path);
  }

  private Json.Obj body(Part part, String path) {
    return switch (part) {
      case Part.Text(var text, _) -> Json.Obj.of("text", new Json.Text(text));
      case Part.Refusal refusal -> refusal(refusal);
      case Part.Reasoning thought -> reasoning(thought);
      case Part.Image(var source, var detail, _) -> {
        var image = media(source, path, "", "image");
        yield resolution(image, detail);
      }
      case Part.Audio(var source, var format, _) -> media(source, path, "", "audio/" + format);
      case Part.File(var source, var name, _) -> media(source, path, name, "file");
      case Part.ToolCall call -> toolCall(call);
      case Part.ToolResult result -> toolResult(result, path);
      case Part.Foreign foreign ->
          foreign.dialect() == Dialect.GEMINI
              ? foreign.json()
              : Json.Obj.of(Carried.MEMBER, CanonicalParts.write(foreign));
    };
  }

  private Json.Obj with(Json.Obj body, Part part, String path) {
    var extras = part.extras();
    if (extras.isEmpty() || !body.object(Carried.MEMBER).isEmpty()) {
      return body;
    }
    if (!request) {
      return extras.dialect() == Dialect.GEMINI
          ? merged(body, extras.members())
          : Carried.put(body, Dialect.GEMINI, extras);
    }
    return merged(body, ForeignWords.own(extras, Dialect.GEMINI, path));
  }

  private static Json.Obj merged(Json.Obj body, Json.Obj extras) {
    var merged = body;
    for (var extra : extras.members().entrySet()) {
      var inner = body.object(extra.getKey());
      merged =
          !inner.isEmpty() && extra.getValue() instanceof Json.Obj more
              ? merged.with(extra.getKey(), inner.with(more))
              : merged.with(extra.getKey(), extra.getValue());
    }
    return merged;
  }

  private Json.Obj refusal(Part.Refusal refusal) {
    var text = Json.Obj.of("text", new Json.Text(refusal.text()));
    return request ? text : text.with(Carried.MEMBER, CanonicalParts.write(refusal));
  }

  private Json.Obj reasoning(Part.Reasoning thought) {
    var body =
        new ObjectBuilder()
            .put("text", thought.text())
            .put("thought", true)
            .maybe("thoughtSignature", thought.signature());
    if (!request && thought.extras().of(Dialect.GEMINI).isEmpty()) {
      body.put(Carried.MEMBER, Json.Obj.EMPTY);
    }
    return body.build();
  }

  private Json.Obj toolCall(Part.ToolCall call) {
    calls.call(call.id(), call.name());
    var arguments = JsonBytes.findObject(call.arguments());
    var body =
        new ObjectBuilder()
            .maybe("id", MadeIds.isMade(call.id()) ? "" : call.id())
            .put("name", call.name());
    if (!call.arguments().isEmpty()) {
      body.put("args", arguments.orElse(Json.Obj.EMPTY));
    }
    var said = arguments.map(JsonBytes::text).orElse("");
    if (!request && !said.equals(call.arguments())) {
      body.put(Carried.MEMBER, Json.Obj.of(RAW_ARGUMENTS, new Json.Text(call.arguments())));
    }
    return Json.Obj.of("functionCall", body.build());
  }

  private Json.Obj toolResult(Part.ToolResult result, String path) {
    var name = result.name().isEmpty() ? calls.name(result.callId()) : result.name();
    if (name.isEmpty()) {
      throw CallFailed.invalid(
          path,
          "the tool result at \""
              + path
              + "\" answers no tool call of the conversation; send the call too");
    }
    var text = new StringBuilder();
    var media = new ArrayList<Json>();
    for (var part : result.content()) {
      if (part instanceof Part.Text(var said, _)) {
        text.append(said);
      } else {
        media.add(write(part, path));
      }
    }
    return Json.Obj.of(
        "functionResponse",
        new ObjectBuilder()
            .maybe("id", MadeIds.isMade(result.callId()) ? "" : result.callId())
            .put("name", name)
            .put("response", response(result, text.toString()))
            .maybe("parts", media)
            .build());
  }

  // "output" and "error" are Google's words for a result that is no object.
  private static Json.Obj response(Part.ToolResult result, String text) {
    var object = JsonBytes.findObject(text);
    if (result.failed()) {
      return Json.Obj.of("error", object.<Json>map(it -> it).orElseGet(() -> new Json.Text(text)));
    }
    return object
        .filter(it -> it.members().size() != 1 || (!it.has("output") && !it.has("error")))
        .orElseGet(() -> Json.Obj.of("output", new Json.Text(text)));
  }

  private Json.Obj media(MediaSource source, String path, String name, String kind) {
    return switch (source) {
      case MediaSource.Inline(var type, var data) ->
          Json.Obj.of(
              "inlineData",
              new ObjectBuilder()
                  .maybe("mimeType", type.isEmpty() && kind.startsWith("audio/") ? kind : type)
                  .put("data", data)
                  .maybe("displayName", name)
                  .build());
      case MediaSource.Url(var type, var url) ->
          Json.Obj.of(
              "fileData",
              new ObjectBuilder()
                  .maybe("mimeType", type.isEmpty() ? MediaTypes.ofName(url) : type)
                  .put("fileUri", url)
                  .maybe("displayName", name)
                  .build());
      case MediaSource.Uploaded(var type, var id) -> {
        if (request) {
          throw ForeignWords.unsupported(path, Dialect.GEMINI);
        }
        yield Json.Obj.of(
            "fileData", new ObjectBuilder().maybe("mimeType", type).put("fileUri", id).build());
      }
      case MediaSource.Plain(var type, var text) ->
          Json.Obj.of(
              "inlineData",
              new ObjectBuilder()
                  .put("mimeType", type)
                  .put("data", Base64.getEncoder().encodeToString(text.getBytes(UTF_8)))
                  .maybe("displayName", name)
                  .build());
    };
  }

  private static Json.Obj resolution(Json.Obj image, String detail) {
    var level =
        switch (detail) {
          case "low" -> "MEDIA_RESOLUTION_LOW";
          case "high" -> "MEDIA_RESOLUTION_HIGH";
          default -> "";
        };
    return level.isEmpty()
        ? image
        : image.with("mediaResolution", Json.Obj.of("level", new Json.Text(level)));
  }
}
