package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Operation;

/// A provider that takes a request in its own dialect and gives back the bytes of its answer as
/// they arrive, unread. Thread-safe.
public interface Relay {
  /// Sends the body and returns when the provider's status and headers are here. Transport failures
  /// and deadlines throw [dev.headgate.kernel.errors.CallFailed]; a status of 400 or more is
  /// returned like any other.
  RelayedAnswer relay(Operation operation, RelayBody body, Cancellation cancellation);

  /// What an answer with a status of 400 or more means.
  ///
  /// @param body its beginning, up to a bound
  default WireError readError(int status, byte[] body) {
    return WireError.ofStatus(status);
  }
}
