package dev.headgate.server.http;

import dev.headgate.kernel.chat.Cancellation;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sees a silent client leave while its call is being worked on.
///
/// It stands between a connection's socket and the HTTP parser. A thread that waits for a provider
/// does not read from the client, so it cannot see the client's end; therefore a virtual thread
/// reads in its place. End of input, or an error, means that the client is gone (one that only
/// closes its sending side counts as gone). Bytes that arrive are the next request's: they are kept
/// in order for the parser. The reading thread is never interrupted, since that would close the
/// socket: when the answer is out first, its pending read serves the connection's next request.
final class ClientWatch implements Supplier<byte @Nullable []> {
  /// Of requests sent ahead of their turn; a client that sends more is not watched.
  private static final int MAX_AHEAD_BYTES = 64 * 1024;

  // The library's own, which may already hold bytes.
  private final DataReader socket;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> ahead = new ArrayDeque<>();
  private int aheadBytes;
  // One of them at most: who is in the socket's read.
  private boolean watcherReads;
  private boolean parserReads;
  private boolean ended;
  private @Nullable RuntimeException failure;
  private volatile @Nullable Cancellation call;

  ClientWatch(DataReader socket) {
    this.socket = socket;
  }

  /// From now on `cancellation` is cancelled when the client leaves.
  void watch(Cancellation cancellation) {
    boolean late;
    lock.lock();
    try {
      late = ended;
      call = cancellation;
    } finally {
      lock.unlock();
    }
    if (late) {
      cancellation.cancel();
    }
  }

  /// Cancels the running call as if its client had left.
  void cancel() {
    var running = call;
    if (running != null) {
      running.cancel();
    }
  }

  /// Cancels the running call because it has lasted for too long.
  void expire() {
    var running = call;
    if (running != null) {
      running.expire();
    }
  }

  void unwatch() {
    call = null;
  }

  boolean isWatching() {
    return call != null;
  }

  /// Begins to read in the parser's place, unless somebody reads already. Called by the sweep for
  /// calls that have lasted a while: most calls are over before it pays.
  void startReading() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (call != null && !watcherReads && !parserReads && !ended && aheadBytes < MAX_AHEAD_BYTES) {
        watcherReads = true;
        Thread.ofVirtual().name("client-watch").start(this::readAhead);
      }
    } finally {
      lock.unlock();
    }
  }

  private void readAhead() {
    var more = true;
    while (more) {
      byte @Nullable [] bytes = null;
      RuntimeException thrown = null;
      try {
        bytes = read();
      } catch (RuntimeException e) {
        thrown = e;
      }
      Cancellation left = null;
      lock.lock();
      try {
        if (bytes == null) {
          ended = true;
          failure = thrown;
          left = call;
        } else {
          ahead.add(bytes);
          aheadBytes += bytes.length;
        }
        more = bytes != null && call != null && aheadBytes < MAX_AHEAD_BYTES;
        watcherReads = more;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (left != null) {
        left.cancel();
      }
    }
  }

  /// For the parser: what was read ahead, then the socket's bytes; null at the end.
  @Override
  public byte @Nullable [] get() {
    lock.lock();
    try {
      while (ahead.isEmpty() && watcherReads) {
        changed.await();
      }
      var bytes = ahead.poll();
      if (bytes != null) {
        aheadBytes -= bytes.length;
        return bytes;
      }
      if (failure != null) {
        throw failure;
      }
      if (ended) {
        return null;
      }
      parserReads = true;
    } catch (InterruptedException e) {
      // The server stops, or the connection has been idle for too long.
      throw new CloseConnectionException("interrupted", e);
    } finally {
      lock.unlock();
    }
    try {
      return read();
    } finally {
      parserHasRead();
    }
  }

  private void parserHasRead() {
    lock.lock();
    try {
      parserReads = false;
    } finally {
      lock.unlock();
    }
  }

  private byte @Nullable [] read() {
    try {
      socket.ensureAvailable();
      return socket.readBytes(socket.available());
    } catch (DataReader.InsufficientDataAvailableException e) {
      return null;
    }
  }
}
