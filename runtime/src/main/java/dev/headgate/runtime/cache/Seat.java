package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatAnswer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The turn of the one call that asks a provider while others wait for its answer. Closed without
/// an answer it lets the next one ask. Thread-safe.
public final class Seat implements AutoCloseable {
  private final AnswerCache cache;
  private final CacheKey key;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean left;

  Seat(AnswerCache cache, CacheKey key) {
    this.cache = cache;
    this.key = key;
  }

  /// A whole answer has arrived.
  public void keep(ChatAnswer answer) {
    keep(answer, List.of());
  }

  /// The same of a request of which not all was told.
  ///
  /// @param ignored what was not
  public void keep(ChatAnswer answer, List<String> ignored) {
    cache.keep(key, answer, ignored);
  }

  @Override
  public void close() {
    cache.leave(key, this);
    lock.lock();
    try {
      left = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the seat is free; returns false if it is not within the time.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed if the waiting call is cancelled
  boolean awaitLeft(long nanos, Cancellation cancellation) throws InterruptedException {
    var gone = new AtomicBoolean();
    cancellation.arm(() -> wake(gone));
    boolean isFree;
    try {
      isFree = await(nanos, gone);
    } finally {
      var _ = cancellation.disarm();
    }
    cancellation.check();
    return isFree;
  }

  private boolean await(long nanos, AtomicBoolean gone) throws InterruptedException {
    var rest = nanos;
    lock.lock();
    try {
      while (!left && !gone.get() && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  private void wake(AtomicBoolean gone) {
    gone.set(true);
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
