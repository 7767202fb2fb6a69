package dev.headgate.providers.openai;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;

/// Words of other dialects in a request: never dropped but where they ask nothing of the model,
/// always named.
final class OtherWords {
  private OtherWords() {}

  static CallFailed unsupported(Dialect dialect, String param) {
    return CallFailed.unsupported(
        param,
        "\"%s\" cannot be said in the dialect \"%s\"; leave it out, or use a model of a provider that knows it"
            .formatted(param, dialect.wireName()));
  }

  /// The members of extras if they are words of `own`.
  ///
  /// @param path of the object that they belong to, empty for the request itself
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for another dialect's
  static Json.Obj own(Extras extras, Dialect own, String path) {
    if (extras.isEmpty() || extras.dialect() == own) {
      return extras.members();
    }
    extras
        .members()
        .members()
        .forEach((name, value) -> {
          if (!asksNothing(name, value)) {
            throw unsupported(own, path.isEmpty() ? name : path + "." + name);
          }
        });
    return Json.Obj.EMPTY;
  }

  // Whoever caches prompts at all caches what is repeated without being told; who a caller calls
  // for is known here.
  private static boolean asksNothing(String name, Json value) {
    return switch (name) {
      case "cache_control",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "user",
          "metadata" ->
          true;
      case "store", "background" -> value.equals(Json.FALSE);
      case "service_tier" -> isText(value, "auto") || isText(value, "default");
      case "truncation" -> isText(value, "disabled");
      case "include" ->
          value instanceof Json.Arr(var names)
              && names.stream().allMatch(it -> isText(it, "reasoning.encrypted_content"));
      default -> value instanceof Json.Null;
    };
  }

  private static boolean isText(Json value, String expected) {
    return value instanceof Json.Text(var text) && text.equals(expected);
  }
}
