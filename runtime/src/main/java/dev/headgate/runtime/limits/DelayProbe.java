package dev.headgate.runtime.limits;

import java.time.Duration;

/// Measures how long work that is ready waits for a processor, by being such work: a virtual thread
/// that sleeps a moment and sees how late it comes back. The least of some measurements counts, as
/// in CoDel (Nichols and Jacobson, 2012): a burst passes, a standing queue does not.
public final class DelayProbe implements AutoCloseable {
  private static final Duration SLEEP = Duration.ofMillis(10);
  private static final int MEASUREMENTS = 10;

  private final Admission admission;
  private final Thread thread = Thread.ofVirtual().name("delay-probe").unstarted(this::run);

  public DelayProbe(Admission admission) {
    this.admission = admission;
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        var least = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS; i++) {
          var before = System.nanoTime();
          Thread.sleep(SLEEP);
          least = Math.min(least, System.nanoTime() - before - SLEEP.toNanos());
        }
        admission.adjust(least);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
