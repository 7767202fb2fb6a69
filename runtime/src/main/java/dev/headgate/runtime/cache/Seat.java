package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.ChatAnswer;
import java.util.concurrent.CountDownLatch;

/// The turn of the one call that asks a provider while others wait for its answer. Closed without
/// an answer it lets the next one ask. Thread-safe.
public final class Seat implements AutoCloseable {
  private final AnswerCache cache;
  private final CacheKey key;
  private final CountDownLatch left = new CountDownLatch(1);

  Seat(AnswerCache cache, CacheKey key) {
    this.cache = cache;
    this.key = key;
  }

  /// A whole answer has arrived.
  public void keep(ChatAnswer answer) {
    cache.keep(key, answer);
  }

  @Override
  public void close() {
    cache.leave(key, this);
    left.countDown();
  }

  CountDownLatch left() {
    return left;
  }
}
