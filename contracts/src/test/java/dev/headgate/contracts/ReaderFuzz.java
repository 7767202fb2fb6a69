package dev.headgate.contracts;

import dev.headgate.kernel.contracts.Reading;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas.BadSchema;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A fuzz target in Jazzer's form: `jazzer --cp=…
/// --target_class=dev.headgate.contracts.ReaderFuzz`. Whatever a model writes, and however it is
/// cut into pieces, the reader finds the same, throws nothing, and gives nothing up that the whole
/// schema would have let pass.
public final class ReaderFuzz {
  private static final List<Schema> SCHEMAS =
      List.of(
          schema(
              """
              {"type": "object", "required": ["a"], "additionalProperties": false, "properties": {
                "a": {"enum": ["x", "xy", null]}, "b": {"type": "array", "maxItems": 2,
                "items": {"type": "integer", "minimum": 0, "maximum": 9}},
                "c": {"$ref": "#"}, "d": {"type": "string", "maxLength": 3, "pattern": "^[a-c]*$"}}}
              """),
          schema("{\"type\": [\"array\", \"null\"], \"uniqueItems\": true}"),
          schema("{\"type\": \"string\", \"minLength\": 1}"),
          schema("{\"anyOf\": [{\"type\": \"number\"}, {\"type\": \"object\"}]}"),
          schema("true"));

  private static Schema schema(String text) {
    try {
      return new JsonSchemas().compile("s", Map.of("s", text));
    } catch (BadSchema e) {
      throw new IllegalStateException(e);
    }
  }

  private ReaderFuzz() {}

  /// @param data UTF-8 of what a model writes, after two bytes: which schema, and how to cut
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    var schema = SCHEMAS.get((data[0] & 255) % SCHEMAS.size());
    var text = new String(data, 2, data.length - 2, java.nio.charset.StandardCharsets.UTF_8);
    var reader = schema.reader();
    var _ = reader.accept(text);
    var whole = reader.end();

    var cuts = new Random(data[1]);
    var pieces = schema.reader();
    var watching = schema.watching(List.of());
    var isGivenUp = false;
    for (var at = 0; at < text.length(); ) {
      var end = Math.min(text.length(), at + 1 + cuts.nextInt(5));
      var _ = pieces.accept(text.substring(at, end));
      isGivenUp = isGivenUp || watching.accept(text.substring(at, end)).isPresent();
      at = end;
    }

    require(pieces.end().equals(whole), "the pieces of " + text + " are read otherwise");
    var fits = whole instanceof Reading.Found(var document, _) && schema.check(document).isEmpty();
    require(!(isGivenUp && fits), text + " was given up, though it fits");
    require(isGivenUp || watching.end().equals(whole), text + " is read otherwise when watched");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }
}
