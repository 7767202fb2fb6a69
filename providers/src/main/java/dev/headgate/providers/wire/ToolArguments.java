package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;

/// The arguments of a tool call for dialects that want them as an object.
public final class ToolArguments {
  private ToolArguments() {}

  /// @param where the call stands in the caller's request
  /// @throws CallFailed `INVALID_REQUEST` if they are none
  public static Json.Obj of(Part.ToolCall call, String where) {
    return call.arguments().isBlank()
        ? Json.Obj.EMPTY
        : JsonBytes.findObject(call.arguments())
            .orElseThrow(() ->
                CallFailed.invalid(
                    where + ".arguments",
                    "the arguments of the tool call \"%s\" are no JSON object"
                        .formatted(call.name())));
  }
}
