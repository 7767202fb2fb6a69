package dev.headgate.store.database;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A unit of work on its way through a thread, and its caller waiting for the outcome.
final class Pending<T> {
  private final Work<T> work;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable RuntimeException failure;
  private @Nullable Error error;

  Pending(Work<T> work) {
    this.work = work;
  }

  Work<T> work() {
    return work;
  }

  /// Keeps the outcome of a run; a later run replaces it.
  void succeeded(T value) {
    result = value;
    failure = null;
    error = null;
  }

  void failed(RuntimeException reason) {
    failure = reason;
  }

  void failed(Error reason) {
    error = reason;
  }

  boolean hasSucceeded() {
    return failure == null && error == null;
  }

  /// Lets the caller go without an outcome.
  void fail(String reason) {
    failed(new IllegalStateException(reason));
    finish();
  }

  /// Lets the caller go.
  void finish() {
    done.countDown();
  }

  /// Waits for the outcome. An interrupt does not end the wait, since the work may be committed
  /// while the caller looks away; it is handed on afterwards.
  @SuppressWarnings("NullAway") // A result is there when neither a failure nor an error is.
  T await() {
    var interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (error != null) {
      throw error;
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
