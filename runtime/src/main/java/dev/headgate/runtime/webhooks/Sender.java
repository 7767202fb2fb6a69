package dev.headgate.runtime.webhooks;

import dev.headgate.kernel.errors.CallFailed;
import java.util.Map;

/// How a message gets to its receiver.
@FunctionalInterface
public interface Sender {
  /// Posts JSON and returns the status of the answer.
  ///
  /// @throws CallFailed if nobody answers
  int post(String url, Map<String, String> headers, byte[] body, boolean privateAddresses);
}
