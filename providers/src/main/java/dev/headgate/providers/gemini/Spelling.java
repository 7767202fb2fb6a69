package dev.headgate.providers.gemini;

import dev.headgate.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.Set;

/// Google reads a member's name in both spellings, `max_output_tokens` and `maxOutputTokens`; here
/// it becomes the second.
final class Spelling {
  // What lies below these is the caller's own: arguments, results, schemas, labels.
  private static final Set<String> CALLERS_OWN =
      Set.of(
          "args",
          "response",
          "parameters",
          "parametersJsonSchema",
          "responseSchema",
          "responseJsonSchema",
          "_responseJsonSchema",
          "labels",
          "customMetadata");

  private Spelling() {}

  static Json.Obj camel(Json.Obj object) {
    var members = new LinkedHashMap<String, Json>();
    object
        .members()
        .forEach((name, value) -> {
          var spelled = camel(name);
          members.put(spelled, CALLERS_OWN.contains(spelled) ? value : camel(value));
        });
    return new Json.Obj(members);
  }

  private static Json camel(Json value) {
    return switch (value) {
      case Json.Obj object -> camel(object);
      case Json.Arr(var elements) -> new Json.Arr(elements.stream().map(Spelling::camel).toList());
      case Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> value;
    };
  }

  private static String camel(String name) {
    if (name.indexOf('_') <= 0) {
      return name;
    }
    var spelled = new StringBuilder(name.length());
    var upper = false;
    for (int i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        spelled.append(upper && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
        upper = false;
      }
    }
    return spelled.toString();
  }
}
