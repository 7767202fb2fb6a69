package dev.headgate.store.workers;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A platform thread that works, pauses, and can be woken and ended. Thread-safe.
public final class Worker implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Thread thread;
  private boolean wakeUp;
  private volatile boolean closing;

  /// @param body returns soon after [#isClosing] has become true
  public Worker(String name, Consumer<Worker> body) {
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> body.accept(this));
  }

  public void start() {
    thread.start();
  }

  public boolean isClosing() {
    return closing;
  }

  /// Called by the body: returns after the time, or as soon as somebody has called [#wake].
  public void pause(Duration time) {
    lock.lock();
    try {
      var left = time.toNanos();
      while (!wakeUp && left > 0) {
        left = woken.awaitNanos(left);
      }
      wakeUp = false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a worker", e);
    } finally {
      lock.unlock();
    }
  }

  /// Ends the pause, or the next one.
  public void wake() {
    lock.lock();
    try {
      wakeUp = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Asks the body to end.
  public void end() {
    closing = true;
    wake();
  }

  /// Asks the body to end and waits for it, through interrupts.
  @Override
  public void close() {
    end();
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
