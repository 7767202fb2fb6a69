package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Completion;
import java.time.Duration;
import java.util.Optional;

/// Takes a relayed answer: [#begin], any number of [#write], [#observed], [#end]. A call that fails
/// after `begin` ends without `end`.
public interface RelaySink {
  /// @param contentType empty if the provider sent none
  void begin(int status, String contentType, Optional<Duration> retryAfter, String traceId);

  /// Passes bytes on. The last byte may be held back until [#end].
  void write(byte[] bytes, int from, int length);

  /// What the answer said about itself, now that its last byte has been seen. Throws
  /// [dev.headgate.kernel.errors.CallFailed] with `PROVIDER_TRUNCATED` if it is not whole.
  Optional<Completion> observed();

  /// The record of the call is on disk: the last byte may go.
  void end();
}
