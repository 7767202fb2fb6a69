package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.Cancellation;

/// A provider that counts the tokens of a request without answering it. Thread-safe.
public interface TokenCounter {
  /// Whether it has a word for counting at all.
  default boolean countsTokens() {
    return true;
  }

  /// As [Relay#relay], in the provider's own dialect.
  RelayedAnswer countTokens(RelayBody body, Cancellation cancellation);
}
