package dev.headgate.runtime.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
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
  private final Thread sender;
  private final Thread receiver = Thread.ofVirtual().name("delay-echo").unstarted(this::receive);
  private volatile long readNanos;

  /// @param threads of the system's kind: where virtual ones starve, this must be heard all the
  ///   same
  public DelayProbe(Admission admission, ThreadFactory threads) {
    this.admission = admission;
    this.sender = threads.newThread(this::send);
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
    var least = Long.MAX_VALUE;
    var began = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(SLEEP);
        var sent = System.nanoTime();
        sink.write(one.clear());
        while (!read.tryAcquire(INTERVAL_NANOS, TimeUnit.NANOSECONDS)) {
          admission.adjust(System.nanoTime() - sent);
        }
        least = Math.min(least, readNanos - sent);
        if (readNanos - began >= INTERVAL_NANOS) {
          admission.adjust(least);
          least = Long.MAX_VALUE;
          began = readNanos;
        }
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
      while (source.read(one.clear()) >= 0) {
        readNanos = System.nanoTime();
        read.release();
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
