package dev.headgate.evals.recordings;

import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// One spelling of a request in Google's dialect, which reads several, as its documents say:
/// - members in snake case and in camel case;
/// - `parametersJsonSchema` in place of `parameters`, `responseJsonSchema` in place of
///   `responseSchema`, and a schema's types in capitals or not;
/// - the role of `systemInstruction`, and of a content that is the user's, said or not;
/// - one part or a list of one; tools in one object or in several, in any order;
/// - what is empty or 0 by default, as protocol buffers have it: a description, `generationConfig`,
///   a candidate's index.
final class GeminiSpelling {
  private GeminiSpelling() {}

  static Json.Obj usual(Json.Obj body) {
    return (Json.Obj) usual("", body);
  }

  static Json.Obj usualAnswer(Json.Obj answer) {
    if (!answer.has("candidates")) {
      return answer;
    }
    return answer.with(
        "candidates",
        new Json.Arr(
            answer.array("candidates").stream()
                .map(candidate ->
                    candidate instanceof Json.Obj object && object.integer("index") == 0
                        ? object.without("index")
                        : candidate)
                .toList()));
  }

  /// The path without the form of the stream, which is the same in both.
  static String usualPath(String path) {
    return path.replace("?alt=sse", "");
  }

  private static boolean isDefault(String name, Json value) {
    return (name.equals("description") && value.equals(new Json.Text("")))
        || (name.equals("generationConfig") && value.equals(Json.Obj.EMPTY));
  }

  private static Json usual(String name, Json value) {
    return switch (value) {
      case Json.Obj object when name.equals("parts") -> usual(name, new Json.Arr(List.of(object)));
      case Json.Obj(var members) -> {
        var spelled = new LinkedHashMap<String, Json>();
        members.forEach((member, inner) -> {
          var usual = camel(member);
          if (!(name.equals("systemInstruction") && usual.equals("role"))
              && !isDefault(usual, inner)) {
            spelled.put(usual, usual(usual, inner));
          }
        });
        yield new Json.Obj(spelled);
      }
      case Json.Arr(var elements) when name.equals("tools") -> tools(elements);
      case Json.Arr(var elements) ->
          new Json.Arr(elements.stream().map(it -> usual("", it)).toList());
      case Json.Text(var text) when name.equals("type") ->
          new Json.Text(text.toLowerCase(Locale.ROOT));
      case Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> value;
    };
  }

  private static Json tools(List<Json> tools) {
    var all = new ArrayList<Json>();
    for (var tool : tools) {
      if (usual("", tool) instanceof Json.Obj object) {
        object.array("functionDeclarations").forEach(all::add);
        object
            .without("functionDeclarations")
            .members()
            .forEach((name, settings) -> all.add(Json.Obj.of(name, settings)));
      }
    }
    all.sort((one, other) -> Canonical.text(one).compareTo(Canonical.text(other)));
    return new Json.Arr(all);
  }

  private static String camel(String name) {
    var spelled = new StringBuilder();
    for (var word : name.split("_", -1)) {
      spelled.append(
          spelled.isEmpty() || word.isEmpty()
              ? word
              : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return switch (spelled.toString()) {
      case "parametersJsonSchema" -> "parameters";
      case "responseJsonSchema" -> "responseSchema";
      default -> spelled.toString();
    };
  }
}
