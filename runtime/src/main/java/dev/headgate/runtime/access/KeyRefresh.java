package dev.headgate.runtime.access;

import java.time.Duration;

/// Looks twice a second whether somebody else has changed the keys, so that a revocation counts
/// everywhere within a second.
public final class KeyRefresh implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final System.Logger LOG = System.getLogger(KeyRefresh.class.getName());

  private final Keys keys;
  private final Thread thread = Thread.ofVirtual().name("key-refresh").unstarted(this::run);

  public KeyRefresh(Keys keys) {
    this.keys = keys;
    thread.start();
  }

  private void run() {
    try {
      var failing = false;
      while (true) {
        Thread.sleep(PERIOD);
        failing = refresh(failing);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  // What is known goes on serving; a failure that lasts is logged once.
  private boolean refresh(boolean failing) {
    try {
      keys.refresh();
      return false;
    } catch (RuntimeException e) {
      if (!failing && !Thread.currentThread().isInterrupted()) {
        LOG.log(System.Logger.Level.WARNING, "the stored keys cannot be read", e);
      }
      return true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
