package dev.headgate.runtime.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Measures how long a call that has come waits until a thread takes it up, by being such a call: a
/// byte in a pipe, for which a virtual thread waits as others do for their sockets. A thread that
/// only slept would see no delay: under load, what is ready waits in the operating system, from
/// which the JDK takes it a few sockets at a time. The least of an interval counts, as in CoDel
/// (Nichols and Jacobson, 2012): a burst passes, a standing queue does not.
public final class DelayProbe implements AutoCloseable {
  private static final Duration SLEEP = Duration.ofMillis(10);
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Admission admission;
  private final Pipe pipe;
  private final Semaphore read = new Semaphore(0);
  private final Thread sender = Thread.ofVirtual().name("delay-probe").unstarted(this::send);
  private final Thread receiver = Thread.ofVirtual().name("delay-echo").unstarted(this::receive);
  private volatile long dueNanos;

  public DelayProbe(Admission admission) {
    this.admission = admission;
    try {
      this.pipe = Pipe.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a pipe, which needs two file descriptors", e);
    }
    receiver.start();
    sender.start();
  }

  private void send() {
    var sink = pipe.sink();
    var one = ByteBuffer.allocate(1);
    try {
      while (true) {
        var due = System.nanoTime() + SLEEP.toNanos();
        Thread.sleep(SLEEP);
        dueNanos = due;
        sink.write(one.clear());
        read.acquire();
      }
    } catch (InterruptedException | ClosedChannelException _) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void receive() {
    var source = pipe.source();
    var one = ByteBuffer.allocate(1);
    try {
      var least = Long.MAX_VALUE;
      var began = System.nanoTime();
      while (source.read(one.clear()) >= 0) {
        var now = System.nanoTime();
        least = Math.min(least, now - dueNanos);
        read.release();
        if (now - began >= INTERVAL_NANOS) {
          admission.adjust(least);
          least = Long.MAX_VALUE;
          began = now;
        }
      }
    } catch (ClosedChannelException _) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sender.interrupt();
    receiver.interrupt();
    try {
      pipe.sink().close();
      pipe.source().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
