package dev.headgate.store.database;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Where callers leave work for a thread that owns a connection. SQLite is native code, in which a
/// virtual thread would hold on to its carrier, so none ever enters it. Thread-safe.
final class WorkQueue {
  private static final Duration ENTRY_LIMIT = Duration.ofSeconds(2);

  private final BlockingQueue<Pending<?>> waiting;
  private final String name;
  private volatile @Nullable String refusal;

  WorkQueue(String name, int capacity) {
    this.name = name;
    this.waiting = new ArrayBlockingQueue<>(capacity);
  }

  /// Runs the work on the owning thread and returns its result.
  <T> T run(Work<T> work) {
    var pending = new Pending<>(work);
    enter(pending);
    return pending.await();
  }

  /// The next piece of work, or null after `patience`.
  @Nullable Pending<?> poll(Duration patience) {
    try {
      return waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a worker", e);
    }
  }

  /// Ends a [#poll] with work that does nothing.
  void wake() {
    // A full queue ends it too.
    var _ = waiting.offer(new Pending<>(_ -> 0));
  }

  void drainTo(List<Pending<?>> group, int atMost) {
    waiting.drainTo(group, atMost);
  }

  /// Refuses whatever comes, and whatever nobody has taken.
  void refuse(String reason) {
    if (refusal == null) {
      refusal = reason;
    }
    for (var left = waiting.poll(); left != null; left = waiting.poll()) {
      left.failed(refused(reason));
      left.finish();
    }
  }

  private void enter(Pending<?> pending) {
    try {
      if (!waiting.offer(pending, ENTRY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CallFailed(
                ErrorCode.OVERLOADED,
                name + " has had more work waiting than it can do for 2 s; send less or later")
            .retryAfter(ENTRY_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailed(
          ErrorCode.CALL_CANCELLED, "the call was cancelled before " + name + " took its work", e);
    }
    // Set before the queue is emptied: either the emptying sees this work or this sees the refusal.
    var reason = refusal;
    if (reason != null && waiting.remove(pending)) {
      throw refused(reason);
    }
  }

  private CallFailed refused(String reason) {
    return new CallFailed(ErrorCode.SHUTTING_DOWN, name + " takes no more work: " + reason);
  }
}
