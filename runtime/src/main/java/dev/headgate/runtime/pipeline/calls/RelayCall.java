package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.runtime.access.Caller;

/// A call to a model, in the dialect in which it came.
public record RelayCall(Caller caller, Operation operation, RelayRequest request, CallTerms terms) {
  /// An alias or `provider/model`, as the caller wrote it.
  public String model() {
    return request.scan().model();
  }

  /// The caller's own user, empty if it named none.
  public String user() {
    return request.scan().user().orElse("");
  }
}
