package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.ChatAnswer;
import java.time.Duration;

/// What the cache says to a request.
public sealed interface Lookup {
  /// The same was asked before.
  record Hit(ChatAnswer answer, Duration age) implements Lookup {}

  /// It was not: whoever asks next waits until the seat is closed.
  record Miss(Seat seat) implements Lookup {}

  /// The cache has nothing to do with this call.
  record Bypassed() implements Lookup {}
}
