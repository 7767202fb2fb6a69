package dev.headgate.retrieval;

import dev.headgate.kernel.errors.CallFailed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A collection that is no longer declared, on its way out. Thread-safe.
final class Retirement implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Retirement.class.getName());

  private final String name;
  private final OpenCollection collection;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch hurry = new CountDownLatch(1);

  Retirement(String name, OpenCollection collection) {
    this.name = name;
    this.collection = collection;
  }

  OpenCollection collection() {
    return collection;
  }

  /// Stops a running ingest now, and closes the collection after `farewell`; once.
  void begin(Duration farewell, Runnable closed) {
    if (begun.compareAndSet(false, true)) {
      collection.stopIngest();
      Thread.ofVirtual().name("retirement of " + name).start(() -> end(farewell, closed));
    }
  }

  private void end(Duration farewell, Runnable closed) {
    try {
      var _ = hurry.await(farewell.toNanos(), TimeUnit.NANOSECONDS);
      collection.close();
    } catch (InterruptedException _) {
      // Nobody interrupts this thread.
    } catch (CallFailed e) {
      LOG.log(System.Logger.Level.WARNING, "collection " + name + " did not close in order", e);
    } finally {
      closed.run();
    }
  }

  /// Closes the collection now.
  @Override
  public void close() {
    hurry.countDown();
    collection.close();
  }
}
