package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.Wording;
import java.util.OptionalLong;

/// A request whose tokens are to be counted, in the dialects of those who can. Thread-safe.
public interface CountedRequest {
  /// @param spoken by the provider
  /// @throws dev.headgate.kernel.errors.CallFailed if it cannot be said there
  RelayBody body(Dialect spoken, String model, Wording wording);

  /// What a provider answered; empty if that is no count.
  OptionalLong inputTokens(Dialect spoken, byte[] answer);
}
