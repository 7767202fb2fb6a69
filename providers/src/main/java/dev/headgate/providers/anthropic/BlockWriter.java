package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

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
      case Part.Text(var text, _) -> with(part, text(text));
      case Part.Refusal(var text, _) -> with(part, Carried.attach(text(text), PART, REFUSAL));
      case Part.Reasoning(var text, var signature, var extras) ->
          isRedacted(part)
              ? extras.members()
              : with(
                  part, type("thinking").put("thinking", text).put("signature", signature).build());
      case Part.ToolCall(var id, var name, var arguments, _) ->
          with(part, call(id.isEmpty() ? inventedId : id, name, arguments));
      case Part.Foreign(var dialect, var json) when dialect == ANTHROPIC -> json;
      case Part.Foreign _, Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _ ->
          Carried.attach(text(""), PART, CanonicalParts.write(part));
    };
  }

  static boolean isRedacted(Part part) {
    return part.extras().of(ANTHROPIC).text("type").filter("redacted_thinking"::equals).isPresent();
  }

  private static Json.Obj with(Part part, Json.Obj block) {
    return Carried.put(block, ANTHROPIC, part.extras());
  }

  private static Json.Obj text(String text) {
    return type("text").put("text", text).build();
  }

  private static Json.Obj call(String id, String name, String arguments) {
    var input = JsonBytes.findObject(arguments);
    var block =
        type("tool_use")
            .put("id", id)
            .put("name", name)
            .put("input", input.orElse(Json.Obj.EMPTY))
            .build();
    return input.map(JsonBytes::text).filter(arguments::equals).isPresent()
        ? block
        : Carried.attach(block, ARGUMENTS, new Json.Text(arguments));
  }

  private static ObjectBuilder type(String type) {
    return new ObjectBuilder().put("type", type);
  }
}
