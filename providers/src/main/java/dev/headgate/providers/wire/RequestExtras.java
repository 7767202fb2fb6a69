package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.util.List;

/// What becomes of one dialect's own words when a request is written in another: a hint that asks
/// nothing of the model is left out, everything else is refused by name.
public final class RequestExtras {
  private RequestExtras() {}

  /// The members to write: the extras if they are words of `own`.
  ///
  /// @param path of the object that they belong to, empty for the request
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for another dialect's
  public static Json.Obj own(Extras extras, Dialect own, String path) {
    if (extras.isEmpty() || extras.dialect() == own) {
      return extras.members();
    }
    extras
        .members()
        .members()
        .forEach((name, value) -> {
          if (!asksNothing(name, value)) {
            throw unsupported(path.isEmpty() ? name : path + "." + name, own);
          }
        });
    return Json.Obj.EMPTY;
  }

  public static CallFailed unsupported(String param, Dialect own) {
    return CallFailed.unsupported(
        param,
        "\"%s\" cannot be said in the dialect \"%s\" of the model's provider; leave it out or choose another model"
            .formatted(param, own.wireName()));
  }

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
      default ->
          value instanceof Json.Null
              || value.equals(Json.Obj.EMPTY)
              || value.equals(new Json.Arr(List.of()))
              || isText(value, "");
    };
  }

  private static boolean isText(Json value, String expected) {
    return value instanceof Json.Text(var text) && text.equals(expected);
  }
}
