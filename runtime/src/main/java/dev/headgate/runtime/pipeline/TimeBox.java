package dev.headgate.runtime.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Runs steps that nobody can interrupt, and waits for each no longer than it may take. A step that
/// is late runs on without anybody who waits, and counts until it has ended: when too many are
/// late, none more begins. Thread-safe.
final class TimeBox {
  private static final int MAX_STEPS = 256;

  private final Semaphore room = new Semaphore(MAX_STEPS);

  /// What the step returns; empty if it is late. What it throws is thrown.
  ///
  /// @param within empty for no bound: then it runs on this thread
  <T> Optional<T> run(Optional<Duration> within, String name, Supplier<T> step) {
    if (within.isEmpty()) {
      return Optional.of(step.get());
    }
    if (!within.get().isPositive() || !room.tryAcquire()) {
      return Optional.empty();
    }
    var task = new FutureTask<>(step::get);
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            task.run();
          } finally {
            room.release();
          }
        });
    try {
      return Optional.of(task.get(within.get().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | CancellationException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(name + " failed", e);
      }
    }
  }
}
