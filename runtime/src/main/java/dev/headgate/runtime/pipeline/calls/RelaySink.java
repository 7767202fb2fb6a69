package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.money.Money;
import java.time.Duration;

/// Takes the answer to a relayed call: either [#answer], or [#begin] and any number of [#write]. A
/// call that fails after `begin` ends with an exception.
public interface RelaySink {
  /// Reads one provider's answer in the call's dialect.
  ///
  /// @param contentType empty if the provider sent none
  RelayReader reader(String contentType);

  /// The answer will come piece by piece; nothing is sent yet.
  void begin(RelayHead head);

  /// Sends bytes on.
  void write(byte[] bytes, int from, int length);

  /// Is told what the call has cost, before its end is sent.
  default void spent(Money cost) {}

  /// Is told that the answer may be shorter than the caller asked for, since a budget was near its
  /// end.
  default void shortened() {}

  /// Is told that the answer was given before, so long ago.
  default void remembered(Duration age) {}

  /// Is told that nothing more of the answer comes, before others may be given the same. Throws if
  /// they may not.
  default void ended() {}

  /// Sends the first `length` bytes as a whole answer.
  void answer(RelayHead head, byte[] body, int length);
}
