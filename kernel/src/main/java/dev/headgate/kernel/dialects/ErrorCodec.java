package dev.headgate.kernel.dialects;

import dev.headgate.kernel.json.Json;

/// How a wire format says that there is no answer. Stateless, thread-safe.
public interface ErrorCodec {
  /// @param body empty if it was no JSON object
  WireError readError(int status, Json.Obj body);

  Json.Obj writeError(WireError error);
}
