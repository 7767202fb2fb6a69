package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;
import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CallIds;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ToolArguments;
import java.util.ArrayList;
import java.util.List;

/// Parts of one request become content blocks; what the dialect has no block for is refused by
/// name. Not thread-safe.
final class RequestBlocks {
  private final CallIds ids = new CallIds(false);
  private int documents;

  List<Json> write(ChatMessage message, String where) {
    var parts = message.parts();
    var blocks = new ArrayList<Json>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      // An empty text is refused by the provider, and says nothing beside something else.
      if (parts.size() > 1 && parts.get(i) instanceof Part.Text(var text, _) && text.isEmpty()) {
        continue;
      }
      add(parts.get(i), where + ".content[" + i + "]", blocks);
      mark(parts.get(i).extras(), blocks);
    }
    return blocks;
  }

  private static void mark(Extras extras, List<Json> blocks) {
    if (extras.of(BEDROCK).has(BlockReader.CACHE_POINT)) {
      blocks.add(
          Json.Obj.of(BlockReader.CACHE_POINT, extras.members().object(BlockReader.CACHE_POINT)));
    }
  }

  private void add(Part part, String where, List<Json> blocks) {
    switch (part) {
      case Part.Text text -> blocks.add(text(text, where));
      case Part.Refusal(var text, _) -> blocks.add(BlockWriter.text(text));
      case Part.Reasoning reasoning -> addReasoning(reasoning, blocks);
      case Part.Image image -> blocks.add(image(image, where));
      case Part.File file -> blocks.add(document(file, where));
      case Part.ToolCall call -> blocks.add(toolUse(call, where));
      case Part.ToolResult result -> blocks.add(toolResult(result, where));
      case Part.Audio _ -> throw ForeignWords.unsupported(where + ".input_audio", BEDROCK);
      case Part.Foreign(var dialect, var json) when dialect == BEDROCK -> blocks.add(json);
      case Part.Foreign(_, var json) ->
          throw ForeignWords.unsupported(
              where + "." + json.text("type").orElse("content"), BEDROCK);
    }
  }

  private static Json.Obj text(Part.Text text, String where) {
    var own = own(text.extras(), where);
    if (own.has(BlockReader.CITATIONS)) {
      return BlockWriter.cited(text.text(), own);
    }
    if (own.text("type").filter("json"::equals).isPresent()) {
      return Json.Obj.of("json", JsonBytes.read(text.text()));
    }
    return BlockWriter.text(text.text()).with(own);
  }

  // Thoughts that another provider's models have signed are refused by the models here; thoughts of
  // earlier turns may be left out.
  private static void addReasoning(Part.Reasoning reasoning, List<Json> blocks) {
    var extras = reasoning.extras();
    if (BlockWriter.isRedacted(reasoning)) {
      blocks.add(
          Json.Obj.of(
              "reasoningContent",
              Json.Obj.of(
                  BlockReader.REDACTED,
                  extras.members().members().getOrDefault(BlockReader.REDACTED, Json.NULL))));
    } else if (extras.of(ANTHROPIC).text("data").isPresent()) {
      blocks.add(
          Json.Obj.of(
              "reasoningContent",
              Json.Obj.of(
                  BlockReader.REDACTED, new Json.Text(extras.members().text("data").orElse("")))));
    } else if (extras.isEmpty() || extras.dialect() == BEDROCK || extras.dialect() == ANTHROPIC) {
      blocks.add(BlockWriter.reasoning(reasoning.text(), reasoning.signature()));
    }
  }

  private Json.Obj toolUse(Part.ToolCall call, String where) {
    var input = ToolArguments.of(call, where);
    return Json.Obj.of(
        "toolUse",
        new ObjectBuilder()
            .put("toolUseId", ids.of(call))
            .put("name", call.name())
            .put("input", input)
            .putAll(own(call.extras(), where))
            .build());
  }

  private Json.Obj toolResult(Part.ToolResult result, String where) {
    var content = new ArrayList<Json>();
    for (int i = 0; i < result.content().size(); i++) {
      add(result.content().get(i), where + ".content[" + i + "]", content);
    }
    var out =
        new ObjectBuilder()
            .put("toolUseId", ids.of(result))
            .put("content", new Json.Arr(content))
            .putAll(own(result.extras(), where));
    if (result.failed()) {
      out.put("status", "error");
    }
    return Json.Obj.of("toolResult", out.build());
  }

  private static Json.Obj image(Part.Image image, String where) {
    if (image.detail().equals("low")) {
      throw ForeignWords.unsupported(where + ".detail", BEDROCK);
    }
    var written =
        switch (image.source()) {
          case MediaSource.Inline(var type, var base64) ->
              media(MediaTypes.imageFormat(type, where), "bytes", new Json.Text(base64));
          case MediaSource.Url(var type, var url) when url.startsWith("s3://") ->
              media(MediaTypes.imageFormat(type, where), "s3Location", place(url));
          case MediaSource.Url _, MediaSource.Uploaded _, MediaSource.Plain _ ->
              throw ForeignWords.unsupported(where + ".url", BEDROCK);
        };
    return Json.Obj.of("image", written.putAll(own(image.extras(), where)).build());
  }

  private Json.Obj document(Part.File file, String where) {
    documents++;
    var written =
        switch (file.source()) {
          case MediaSource.Inline(var type, var base64) ->
              media(MediaTypes.documentFormat(type, where), "bytes", new Json.Text(base64));
          case MediaSource.Plain(var type, var text) ->
              media(MediaTypes.documentFormat(type, where), "text", new Json.Text(text));
          case MediaSource.Url(var type, var url) when url.startsWith("s3://") ->
              media(MediaTypes.documentFormat(type, where), "s3Location", place(url));
          case MediaSource.Url _, MediaSource.Uploaded _ ->
              throw ForeignWords.unsupported(where + ".url", BEDROCK);
        };
    return Json.Obj.of(
        "document", written.put("name", name(file)).putAll(own(file.extras(), where)).build());
  }

  // A name is mandatory, and may hold only these signs.
  private String name(Part.File file) {
    return file.name().isEmpty()
        ? "document-" + documents
        : file.name().replaceAll("[^A-Za-z0-9 \\-()\\[\\]]", "-");
  }

  private static ObjectBuilder media(String format, String kind, Json source) {
    return new ObjectBuilder().put("format", format).put("source", Json.Obj.of(kind, source));
  }

  private static Json.Obj place(String uri) {
    return Json.Obj.of("uri", new Json.Text(uri));
  }

  private static Json.Obj own(Extras extras, String where) {
    return ForeignWords.own(extras, BEDROCK, where).without(BlockReader.CACHE_POINT);
  }
}
