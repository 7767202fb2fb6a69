package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.runtime.guardrails.Passage;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The texts of a body that is no conversation, whatever its dialect calls them.
final class BodyTexts {
  private static final JsonFactory JSON = new JsonFactory();

  // What these hold is written by no person and is no text.
  private static final Set<String> NO_TEXT =
      Set.of("model", "role", "type", "id", "user", "encoding_format", "data", "b64_json");

  private BodyTexts() {}

  /// @throws CallFailed `INVALID_REQUEST` if the body is no JSON: what cannot be read is not passed
  ///   on unchecked
  static void gather(byte[] body, List<Passage> into) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          var name = parser.streamReadContext().currentName();
          if (name == null || !NO_TEXT.contains(name)) {
            into.add(
                new Passage(
                    path(parser.streamReadContext().pathAsPointer().toString()),
                    parser.getString()));
          }
        }
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid(
          "body", "the body is not valid JSON, so the guardrails of its project cannot check it");
    }
  }

  static void gather(String source, Json value, List<Passage> into) {
    switch (value) {
      case Json.Text(var text) -> into.add(new Passage(source, text));
      case Json.Arr(var elements) -> elements.forEach(element -> gather(source, element, into));
      case Json.Obj(var members) ->
          members.forEach((name, member) -> {
            if (!NO_TEXT.contains(name)) {
              gather(source, member, into);
            }
          });
      case Json.Num _, Json.Bool _, Json.Null _ -> {}
    }
  }

  // "/input/0" as "input[0]".
  private static String path(String pointer) {
    return pointer.replaceFirst("^/", "").replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.');
  }
}
