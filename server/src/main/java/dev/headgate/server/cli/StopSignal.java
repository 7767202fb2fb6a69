package dev.headgate.server.cli;

import java.util.concurrent.CountDownLatch;

/// Waits for Ctrl-C or SIGTERM. The process ends when this is closed, so what must be closed in
/// order is opened after it.
final class StopSignal implements AutoCloseable {
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  StopSignal() {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop-signal").unstarted(this::stop));
  }

  void await() throws InterruptedException {
    told.await();
  }

  @Override
  public void close() {
    closed.countDown();
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
