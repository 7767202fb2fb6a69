package dev.headgate.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Waits for Ctrl-C or SIGTERM. The process ends when this is closed, so what must be closed in
/// order is opened after it.
///
/// The JVM's shutdown begins only then: at its beginning a hook of ONNX Runtime frees what a model
/// that is being loaded goes on using, and the process crashes.
final class StopSignal implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Signals signals = new Signals(this::heard);
  private volatile @Nullable Object signal;

  StopSignal() {
    // For every other way to end a JVM.
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop-signal").unstarted(this::stop));
  }

  void await() throws InterruptedException {
    told.await();
  }

  /// Ends the process as one that the signal has ended, if there was one.
  @Override
  public void close() {
    closed.countDown();
    var heard = signal;
    if (heard != null) {
      signals.passOn(heard);
      // The JVM ends in a thread of its own; the exit code is not this thread's to tell.
      LockSupport.parkNanos(END_LIMIT.toNanos());
    }
  }

  private void heard(Object which) {
    signal = which;
    told.countDown();
  }

  private void stop() {
    told.countDown();
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
