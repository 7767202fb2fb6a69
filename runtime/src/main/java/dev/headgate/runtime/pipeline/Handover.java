package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An answer in the canonical form on its way from a thread of its own, which asks the provider, to
/// the thread of the call. Events wait here, up to a bound; then the provider does.
///
/// All fields below are guarded by the lock.
final class Handover implements ChatSink {
  private static final int MAX_EVENTS = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<ChatEvent> events = new ArrayDeque<>();
  private boolean hasToken;
  private boolean closed;
  private @Nullable Completion completion;
  private @Nullable RuntimeException failure;

  /// Asks, on the thread that this is called on, and keeps what comes of it.
  void fill(Supplier<Completion> chat) {
    Completion whole = null;
    RuntimeException broken = null;
    try {
      whole = chat.get();
    } catch (RuntimeException e) {
      broken = e;
    }
    lock.lock();
    try {
      completion = whole;
      failure = broken;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void accept(ChatEvent event) {
    lock.lock();
    try {
      while (hasToken && events.size() >= MAX_EVENTS && !closed) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        throw new CallFailed(ErrorCode.CALL_CANCELLED, "nobody waits for the answer any more");
      }
      events.add(event);
      // So long a frame is passed on as if a word had come.
      hasToken |= FromFirstToken.isToken(event) || events.size() >= MAX_EVENTS;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns when the first piece of the answer is here, or the whole of it.
  ///
  /// @throws CallFailed if it broke before
  void awaitFirstToken() {
    lock.lock();
    try {
      while (!hasToken && !isOver()) {
        changed.awaitUninterruptibly();
      }
      if (!hasToken && failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Hands over what waits and what comes, to the end.
  Completion drainTo(ChatSink sink) {
    while (true) {
      var event = next();
      if (event == null) {
        return end();
      }
      sink.accept(event);
    }
  }

  private @Nullable ChatEvent next() {
    lock.lock();
    try {
      while (events.isEmpty() && !isOver()) {
        changed.awaitUninterruptibly();
      }
      var event = events.poll();
      changed.signalAll();
      return event;
    } finally {
      lock.unlock();
    }
  }

  private Completion end() {
    lock.lock();
    try {
      if (completion == null) {
        throw failure == null ? new IllegalStateException("the answer goes on") : failure;
      }
      return completion;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    return completion != null || failure != null;
  }

  /// Nobody takes anything any more.
  void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
