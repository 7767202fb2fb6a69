package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.ChatAnswer;
import java.time.Duration;
import java.util.List;

/// What the cache says to a request.
public sealed interface Lookup {
  /// The same was asked before.
  ///
  /// @param ignored what of the request nobody was told who made the answer
  record Hit(ChatAnswer answer, Duration age, List<String> ignored) implements Lookup {
    public Hit {
      ignored = List.copyOf(ignored);
    }

    public Hit(ChatAnswer answer, Duration age) {
      this(answer, age, List.of());
    }
  }

  /// It was not: whoever asks next waits until the seat is closed.
  record Miss(Seat seat) implements Lookup {}

  /// The cache has nothing to do with this call.
  record Bypassed() implements Lookup {}
}
