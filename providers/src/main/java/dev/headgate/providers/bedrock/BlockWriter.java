package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CallIds;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/// Parts of an answer become content blocks. Everything fits: what the dialect has no block for
/// travels in an empty text, under the member `headgate`.
final class BlockWriter {
  static final String ARGUMENTS = "arguments";
  static final String PART = "part";

  // Its text is the block's, which may grow.
  private static final Json.Obj REFUSAL = CanonicalParts.write(new Part.Refusal("", Extras.NONE));

  private BlockWriter() {}

  /// @param seed from which ids are made for calls that have none
  static List<Json> blocks(List<Part> parts, String seed) {
    var blocks = new ArrayList<Json>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      blocks.add(block(parts.get(i), CallIds.invented(seed, i)));
    }
    return blocks;
  }

  /// @param inventedId for a call that has no id
  static Json.Obj block(Part part, String inventedId) {
    return switch (part) {
      case Part.Text(var text, var extras) ->
          extras.of(BEDROCK).has(BlockReader.CITATIONS)
              ? cited(text, extras.members())
              : with(part, text(text));
      case Part.Refusal(var text, _) -> with(part, Carried.attach(text(text), PART, REFUSAL));
      case Part.Reasoning(var text, var signature, var extras) ->
          isRedacted(part)
              ? Json.Obj.of("reasoningContent", extras.members())
              : with(part, reasoning(text, signature));
      case Part.ToolCall(var id, _, _, _) ->
          call((Part.ToolCall) part, id.isEmpty() ? inventedId : id);
      case Part.Foreign(var dialect, var json) when dialect == BEDROCK -> json;
      case Part.Foreign _, Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _ ->
          carried(part);
    };
  }

  static Json.Obj carried(Part part) {
    return Carried.attach(text(""), PART, CanonicalParts.write(part));
  }

  static boolean isRedacted(Part part) {
    return part.extras().of(BEDROCK).has(BlockReader.REDACTED);
  }

  static Json.Obj text(String text) {
    return Json.Obj.of("text", new Json.Text(text));
  }

  static Json.Obj reasoning(String text, String signature) {
    return Json.Obj.of(
        "reasoningContent",
        Json.Obj.of(
            "reasoningText",
            new ObjectBuilder().put("text", text).maybe("signature", signature).build()));
  }

  static Json.Obj cited(String text, Json.Obj extras) {
    return Json.Obj.of(
        "citationsContent",
        new ObjectBuilder()
            .put(
                "content",
                extras.find("content").orElseGet(() -> new Json.Arr(List.of(text(text)))))
            .put(BlockReader.CITATIONS, new Json.Arr(extras.array(BlockReader.CITATIONS)))
            .build());
  }

  private static Json.Obj call(Part.ToolCall call, String id) {
    var input = JsonBytes.findObject(call.arguments());
    var extras = call.extras();
    var block =
        Json.Obj.of(
            "toolUse",
            new ObjectBuilder()
                .put("toolUseId", id)
                .put("name", call.name())
                .put("input", input.orElse(Json.Obj.EMPTY))
                .putAll(extras.of(BEDROCK))
                .build());
    var whole = extras.dialect() == BEDROCK ? block : with(call, block);
    return input.map(JsonBytes::text).filter(call.arguments()::equals).isPresent()
        ? whole
        : Carried.attach(whole, ARGUMENTS, new Json.Text(call.arguments()));
  }

  private static Json.Obj with(Part part, Json.Obj block) {
    return Carried.put(block, BEDROCK, part.extras());
  }
}
