package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CallIds;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ToolArguments;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Parts of one request become content blocks; what the dialect has no block for is refused by
/// name. Not thread-safe.
final class RequestBlocks {
  private final CallIds ids = new CallIds(true);

  List<Json> write(ChatMessage message, String where) {
    var parts = message.parts();
    var blocks = new ArrayList<Json>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      // An empty text is refused by the provider, and says nothing beside something else.
      if (parts.size() > 1 && parts.get(i) instanceof Part.Text(var text, _) && text.isEmpty()) {
        continue;
      }
      add(parts.get(i), where + ".content[" + i + "]", blocks);
    }
    return blocks;
  }

  private void add(Part part, String where, List<Json> blocks) {
    switch (part) {
      case Part.Text(var text, _) -> blocks.add(with(part, type("text").put("text", text), where));
      case Part.Refusal(var text, _) ->
          blocks.add(with(part, type("text").put("text", text), where));
      case Part.Reasoning reasoning -> addReasoning(reasoning, where, blocks);
      case Part.Image image -> blocks.add(image(image, where));
      case Part.File file -> blocks.add(document(file, where));
      case Part.ToolCall call -> blocks.add(toolUse(call, where));
      case Part.ToolResult result -> blocks.add(toolResult(result, where));
      case Part.Audio _ -> throw ForeignWords.unsupported(where + ".input_audio", ANTHROPIC);
      case Part.Foreign(var dialect, var json) when dialect == ANTHROPIC -> blocks.add(json);
      case Part.Foreign(_, var json) ->
          throw ForeignWords.unsupported(
              where + "." + json.text("type").orElse("content"), ANTHROPIC);
    }
  }

  // Thoughts that this provider's models have not signed are refused by it; thoughts of earlier
  // turns may be left out.
  private static void addReasoning(Part.Reasoning reasoning, String where, List<Json> blocks) {
    var extras = reasoning.extras();
    if (BlockWriter.isRedacted(reasoning)) {
      blocks.add(extras.members());
    } else if (extras.dialect() == Dialect.BEDROCK && extras.members().has("redactedContent")) {
      blocks.add(
          type("redacted_thinking")
              .put("data", extras.members().text("redactedContent").orElse(""))
              .build());
    } else if (!reasoning.signature().isEmpty()
        && (extras.isEmpty() || extras.dialect() == ANTHROPIC)) {
      blocks.add(
          with(
              reasoning,
              type("thinking")
                  .put("thinking", reasoning.text())
                  .put("signature", reasoning.signature()),
              where));
    }
  }

  private Json.Obj toolUse(Part.ToolCall call, String where) {
    var input = ToolArguments.of(call, where);
    return with(
        call,
        type("tool_use").put("id", ids.of(call)).put("name", call.name()).put("input", input),
        where);
  }

  private Json.Obj toolResult(Part.ToolResult result, String where) {
    var content = new ArrayList<Json>();
    for (int i = 0; i < result.content().size(); i++) {
      add(result.content().get(i), where + ".content[" + i + "]", content);
    }
    var out = type("tool_result").put("tool_use_id", ids.of(result)).maybe("content", content);
    if (result.failed()) {
      out.put("is_error", true);
    }
    return with(result, out, where);
  }

  private static Json.Obj image(Part.Image image, String where) {
    if (image.detail().equals("low")) {
      throw ForeignWords.unsupported(where + ".detail", ANTHROPIC);
    }
    return with(image, type("image").put("source", source(image.source(), where)), where);
  }

  private static Json.Obj document(Part.File file, String where) {
    return with(
        file,
        type("document").put("source", source(file.source(), where)).maybe("title", file.name()),
        where);
  }

  private static Json.Obj source(MediaSource source, String where) {
    return switch (source) {
      case MediaSource.Inline(var mediaType, var base64) when mediaType.startsWith("text/") ->
          plain(decoded(base64, where));
      case MediaSource.Inline(var mediaType, var base64) ->
          type("base64").put("media_type", mediaType).put("data", base64).build();
      case MediaSource.Url(_, var url) -> type("url").put("url", url).build();
      case MediaSource.Uploaded(_, var id) -> type("file").put("file_id", id).build();
      case MediaSource.Plain(_, var text) -> plain(text);
    };
  }

  private static Json.Obj plain(String text) {
    return type("text").put("media_type", "text/plain").put("data", text).build();
  }

  private static String decoded(String base64, String where) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException _) {
      throw CallFailed.invalid(where, "\"" + where + "\" is not base64");
    }
  }

  private static Json.Obj with(Part part, ObjectBuilder block, String where) {
    return block.putAll(ForeignWords.own(part.extras(), ANTHROPIC, where)).build();
  }

  private static ObjectBuilder type(String type) {
    return new ObjectBuilder().put("type", type);
  }
}
