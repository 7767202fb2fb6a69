package dev.headgate.providers.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One socket to a provider. Used by one call at a time; closed by anybody.
///
/// The deadline is one number. The caller's thread moves it before it blocks; [ConnectionPool]'s
/// sweep swaps it for `EXPIRED` once it has passed, and closes the socket. Both compare and set, so
/// a deadline that was moved in time cannot expire, and an expired connection cannot be used again.
/// This covers blocking writes and TLS handshakes too, which socket timeouts do not, and costs no
/// timer per read.
final class Connection implements Closeable {
  private static final long EXPIRED = Long.MIN_VALUE;

  private final AtomicLong deadline;
  private final ByteSource source = new ByteSource(this::receive);
  private volatile @Nullable Socket socket;
  private volatile boolean closed;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private Deadline waiting = Deadline.CONNECT;
  private long totalAt;
  private boolean fresh = true;
  private boolean answering;

  Connection(long totalAt) {
    this.totalAt = totalAt;
    this.deadline = new AtomicLong(totalAt);
  }

  /// Opens a plain socket; the kernel's own connect timeout is minutes, the sweep ends it in time.
  Socket connect(InetSocketAddress address, int timeoutMillis) throws IOException {
    var opening = new Socket();
    socket = opening;
    if (closed) {
      opening.close();
    }
    opening.setOption(StandardSocketOptions.TCP_NODELAY, true);
    opening.connect(address, timeoutMillis);
    return opening;
  }

  /// Uses the socket for calls, which may be a TLS socket upon the one that was connected.
  void opened(Socket established) throws IOException {
    in = established.getInputStream();
    out = established.getOutputStream();
  }

  ByteSource source() {
    return source;
  }

  /// False once it has carried a call.
  boolean isFresh() {
    return fresh;
  }

  /// Whether any byte of the current answer has arrived.
  boolean isAnswering() {
    return answering;
  }

  /// Takes a kept connection into use; false if it expired in the meantime.
  boolean reuse(long totalAt) {
    this.totalAt = totalAt;
    fresh = false;
    answering = false;
    return move(Deadline.TOTAL, totalAt);
  }

  /// Leaves it unused until then; false if it cannot be kept.
  boolean rest(long until) {
    return !closed && move(Deadline.KEEP_ALIVE, until);
  }

  /// Whether the server has said something though nobody asked.
  boolean hasUnaskedBytes() {
    try {
      return in == null || in.available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /// From here on the current thread waits for this, at most so long.
  void waitFor(Deadline what, long nanos) throws IOException {
    var at = Ticks.now() + nanos;
    var moved = at < totalAt ? move(what, at) : move(Deadline.TOTAL, totalAt);
    if (!moved) {
      throw new IOException("deadline has passed");
    }
  }

  /// Nobody waits for the provider: only the deadline of the whole call runs on.
  void waitForNothing() {
    // An expiry in this moment is found by the next wait.
    var _ = move(Deadline.TOTAL, totalAt);
  }

  boolean isExpired() {
    return deadline.get() == EXPIRED;
  }

  /// What was waited for when it expired.
  Deadline waiting() {
    return waiting;
  }

  /// Called by the sweep.
  boolean expireBefore(long now) {
    var seen = deadline.get();
    return seen != EXPIRED && seen <= now && deadline.compareAndSet(seen, EXPIRED);
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    require(out).write(bytes, from, length);
  }

  private int receive(byte[] target, int from, int length) throws IOException {
    var count = require(in).read(target, from, length);
    answering |= count > 0;
    return count;
  }

  private boolean move(Deadline what, long at) {
    var seen = deadline.get();
    if (seen == EXPIRED || !deadline.compareAndSet(seen, at)) {
      return false;
    }
    waiting = what;
    return true;
  }

  private static <T> T require(@Nullable T stream) {
    if (stream == null) {
      throw new IllegalStateException("not connected");
    }
    return stream;
  }

  /// Closes the plain socket under a TLS one as well: a TLS close would wait for whoever is
  /// writing.
  @Override
  public void close() {
    closed = true;
    var closing = socket;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException _) {
        // Nothing is lost: the descriptor is gone either way.
      }
    }
  }
}
