package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import java.util.ArrayList;
import java.util.List;

/// Content blocks become parts; a block has one member, named as what it is. What has no place in
/// the canonical form stays a foreign part.
final class BlockReader {
  static final String CACHE_POINT = "cachePoint";
  static final String CITATIONS = "citations";
  static final String REDACTED = "redactedContent";

  private BlockReader() {}

  /// @param where the part of the request that it is, to blame it
  static List<Part> blocks(List<Json> blocks, String where) {
    var parts = new ArrayList<Part>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      if (!(blocks.get(i) instanceof Json.Obj block) || block.isEmpty()) {
        var at = where + "[" + i + "]";
        throw CallFailed.invalid(at, "\"" + at + "\" must be an object with one member");
      }
      if (block.has(CACHE_POINT) && !parts.isEmpty() && mayTakeMark(parts.getLast())) {
        parts.add(marked(parts.removeLast(), block.object(CACHE_POINT)));
      } else {
        parts.add(part(block));
      }
    }
    return parts;
  }

  // A mark belongs to what stands before it: so it is elsewhere.
  private static boolean mayTakeMark(Part part) {
    return !(part instanceof Part.Foreign)
        && (part.extras().isEmpty() || part.extras().dialect() == BEDROCK)
        && !part.extras().members().has(CACHE_POINT);
  }

  private static Part marked(Part part, Json.Obj mark) {
    var extras = new Extras(BEDROCK, part.extras().members().with(CACHE_POINT, mark));
    return switch (part) {
      case Part.Text(var text, _) -> new Part.Text(text, extras);
      case Part.Refusal(var text, _) -> new Part.Refusal(text, extras);
      case Part.Reasoning(var text, var signature, _) ->
          new Part.Reasoning(text, signature, extras);
      case Part.Image(var source, var detail, _) -> new Part.Image(source, detail, extras);
      case Part.Audio(var source, var format, _) -> new Part.Audio(source, format, extras);
      case Part.File(var source, var name, _) -> new Part.File(source, name, extras);
      case Part.ToolCall(var id, var name, var arguments, _) ->
          new Part.ToolCall(id, name, arguments, extras);
      case Part.ToolResult(var id, var name, var content, var failed, _) ->
          new Part.ToolResult(id, name, content, failed, extras);
      case Part.Foreign foreign -> foreign;
    };
  }

  static Part part(Json.Obj block) {
    var kind = block.without(Carried.MEMBER).members().firstEntry();
    var foreign = new Part.Foreign(BEDROCK, block);
    if (kind == null) {
      return foreign;
    }
    return switch (kind.getKey()) {
      case "text" -> text(block);
      case "image" -> image(block.object("image"), foreign);
      case "document" -> document(block.object("document"), foreign);
      case "toolUse" -> toolCall(block);
      case "toolResult" -> toolResult(block.object("toolResult"));
      case "reasoningContent" -> reasoning(block, foreign);
      case "citationsContent" -> cited(block.object("citationsContent"));
      default -> foreign;
    };
  }

  private static Part text(Json.Obj block) {
    var text = block.text("text").orElse("");
    var extras = Carried.of(block, BEDROCK, "text");
    return Carried.attached(block, BlockWriter.PART)
        .filter(Json.Obj.class::isInstance)
        .flatMap(part -> CanonicalParts.read((Json.Obj) part))
        .map(part -> part instanceof Part.Refusal ? new Part.Refusal(text, extras) : part)
        .orElseGet(() -> new Part.Text(text, extras));
  }

  private static Part cited(Json.Obj cited) {
    var text = new StringBuilder();
    for (var piece : cited.array("content")) {
      text.append(piece instanceof Json.Obj object ? object.text("text").orElse("") : "");
    }
    var extras = Json.Obj.of(CITATIONS, new Json.Arr(cited.array(CITATIONS)));
    return new Part.Text(
        text.toString(),
        new Extras(
            BEDROCK,
            cited.array("content").size() == 1
                ? extras
                : extras.with("content", new Json.Arr(cited.array("content")))));
  }

  private static Part reasoning(Json.Obj block, Part foreign) {
    var content = block.object("reasoningContent");
    if (content.text(REDACTED).isPresent()) {
      return new Part.Reasoning("", "", new Extras(BEDROCK, content));
    }
    if (!content.has("reasoningText")) {
      return foreign;
    }
    var text = content.object("reasoningText");
    return new Part.Reasoning(
        text.text("text").orElse(""),
        text.text("signature").orElse(""),
        Carried.of(block, BEDROCK, "reasoningContent"));
  }

  private static Part toolCall(Json.Obj block) {
    var call = block.object("toolUse");
    var arguments =
        Carried.attached(block, BlockWriter.ARGUMENTS)
            .map(written -> written instanceof Json.Text(var text) ? text : "")
            .orElseGet(() -> JsonBytes.text(call.find("input").orElse(Json.Obj.EMPTY)));
    var own = Carried.of(call, BEDROCK, "toolUseId", "name", "input");
    return new Part.ToolCall(
        call.text("toolUseId").orElse(""),
        call.text("name").orElse(""),
        arguments,
        own.isEmpty() ? Carried.of(block, BEDROCK, "toolUse") : own);
  }

  private static Part toolResult(Json.Obj result) {
    var failed = result.text("status").filter("error"::equals).isPresent();
    var content = new ArrayList<Part>();
    for (var each : result.array("content")) {
      if (each instanceof Json.Obj block) {
        content.add(
            block.find("json").isPresent()
                ? json(block.find("json").orElse(Json.NULL))
                : part(block));
      }
    }
    return new Part.ToolResult(
        result.text("toolUseId").orElse(""),
        "",
        content,
        failed,
        Carried.of(failed ? result.without("status") : result, BEDROCK, "toolUseId", "content"));
  }

  private static Part json(Json value) {
    return new Part.Text(
        JsonBytes.text(value), new Extras(BEDROCK, Json.Obj.of("type", new Json.Text("json"))));
  }

  private static Part image(Json.Obj image, Part foreign) {
    var type = MediaTypes.ofImage(image.text("format").orElse(""));
    var source = image.object("source");
    var extras = Carried.of(image, BEDROCK, "format", "source");
    var bytes = source.text("bytes");
    if (bytes.isPresent()) {
      return new Part.Image(new MediaSource.Inline(type, bytes.get()), "", extras);
    }
    var place = source.object("s3Location");
    return place.members().size() == 1 && place.text("uri").isPresent()
        ? new Part.Image(new MediaSource.Url(type, place.text("uri").orElse("")), "", extras)
        : foreign;
  }

  private static Part document(Json.Obj document, Part foreign) {
    var type = MediaTypes.ofDocument(document.text("format").orElse(""));
    var source = document.object("source");
    var name = document.text("name").orElse("");
    var extras = Carried.of(document, BEDROCK, "format", "name", "source");
    if (source.text("bytes").isPresent()) {
      return new Part.File(
          new MediaSource.Inline(type, source.text("bytes").orElse("")), name, extras);
    }
    if (source.text("text").isPresent()) {
      return new Part.File(
          new MediaSource.Plain(type, source.text("text").orElse("")), name, extras);
    }
    var place = source.object("s3Location");
    return place.members().size() == 1 && place.text("uri").isPresent()
        ? new Part.File(new MediaSource.Url(type, place.text("uri").orElse("")), name, extras)
        : foreign;
  }
}
