package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

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

/// Content blocks become parts. What has no place in the canonical form stays a foreign part.
final class BlockReader {
  private BlockReader() {}

  /// A text, or a list of blocks.
  ///
  /// @param where the part of the request that it is, to blame it
  static List<Part> content(Json content, String where) {
    return switch (content) {
      case Json.Text(var text) -> List.of(new Part.Text(text));
      case Json.Arr(var blocks) -> blocks(blocks, where);
      default -> throw CallFailed.invalid(where, "\"" + where + "\" must be a text or a list");
    };
  }

  private static List<Part> blocks(List<Json> blocks, String where) {
    var parts = new ArrayList<Part>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      if (!(blocks.get(i) instanceof Json.Obj block) || block.text("type").isEmpty()) {
        var at = where + "[" + i + "]";
        throw CallFailed.invalid(at, "\"" + at + "\" must be an object with a \"type\"");
      }
      parts.add(part(block));
    }
    return parts;
  }

  static Part part(Json.Obj block) {
    return switch (block.text("type").orElse("")) {
      case "text" -> text(block);
      case "thinking" ->
          new Part.Reasoning(
              block.text("thinking").orElse(""),
              block.text("signature").orElse(""),
              Carried.of(block, ANTHROPIC, "type", "thinking", "signature"));
      case "redacted_thinking" -> new Part.Reasoning("", "", new Extras(ANTHROPIC, block));
      case "tool_use" -> toolCall(block);
      case "tool_result" -> toolResult(block);
      case "image" -> image(block);
      case "document" -> document(block);
      default -> new Part.Foreign(ANTHROPIC, block);
    };
  }

  private static Part text(Json.Obj block) {
    var text = block.text("text").orElse("");
    var extras = Carried.of(block, ANTHROPIC, "type", "text");
    return Carried.attached(block, BlockWriter.PART)
        .filter(Json.Obj.class::isInstance)
        .flatMap(part -> CanonicalParts.read((Json.Obj) part))
        .map(part -> part instanceof Part.Refusal ? new Part.Refusal(text, extras) : part)
        .orElseGet(() -> new Part.Text(text, extras));
  }

  private static Part toolCall(Json.Obj block) {
    var extras = Carried.of(block, ANTHROPIC, "type", "id", "name", "input");
    var arguments =
        Carried.attached(block, BlockWriter.ARGUMENTS)
            .map(written -> written instanceof Json.Text(var text) ? text : "")
            .orElseGet(() -> JsonBytes.text(block.find("input").orElse(Json.Obj.EMPTY)));
    return new Part.ToolCall(
        block.text("id").orElse(""), block.text("name").orElse(""), arguments, extras);
  }

  private static Part toolResult(Json.Obj block) {
    var extras = Carried.of(block, ANTHROPIC, "type", "tool_use_id", "content", "is_error");
    return new Part.ToolResult(
        block.text("tool_use_id").orElse(""),
        "",
        block.find("content").map(content -> content(content, "content")).orElse(List.of()),
        block.isTrue("is_error"),
        extras);
  }

  private static Part image(Json.Obj block) {
    var source = block.object("source");
    var extras = Carried.of(block, ANTHROPIC, "type", "source");
    return switch (source.text("type").orElse("")) {
      case "base64" ->
          new Part.Image(
              new MediaSource.Inline(
                  source.text("media_type").orElse(""), source.text("data").orElse("")),
              "",
              extras);
      case "url" ->
          new Part.Image(new MediaSource.Url("", source.text("url").orElse("")), "", extras);
      case "file" ->
          new Part.Image(
              new MediaSource.Uploaded("", source.text("file_id").orElse("")), "", extras);
      default -> new Part.Foreign(ANTHROPIC, block);
    };
  }

  private static Part document(Json.Obj block) {
    var source = block.object("source");
    var type = source.text("media_type").orElse("");
    var name = block.text("title").orElse("");
    var extras = Carried.of(block, ANTHROPIC, "type", "source", "title");
    return switch (source.text("type").orElse("")) {
      case "base64" ->
          new Part.File(new MediaSource.Inline(type, source.text("data").orElse("")), name, extras);
      case "text" ->
          new Part.File(new MediaSource.Plain(type, source.text("data").orElse("")), name, extras);
      case "url" ->
          new Part.File(new MediaSource.Url("", source.text("url").orElse("")), name, extras);
      case "file" ->
          new Part.File(
              new MediaSource.Uploaded("", source.text("file_id").orElse("")), name, extras);
      default -> new Part.Foreign(ANTHROPIC, block);
    };
  }
}
