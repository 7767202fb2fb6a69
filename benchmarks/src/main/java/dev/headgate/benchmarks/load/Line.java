package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A connection that carries one call at a time. Its call is set by whoever sends and cleared by
/// whoever reads.
final class Line {
  /// @param dueNanos and
  /// @param sentNanos by `System.nanoTime`
  /// @param dueMillis since the load began
  record Call(Tally tally, long dueNanos, long dueMillis, long sentNanos) {
    Call sentNow() {
      return new Call(tally, dueNanos, dueMillis, System.nanoTime());
    }

    void ended(ResponseReader answer, long now) {
      var status = answer.status();
      if (status / 100 == 2) {
        tally.answered(dueMillis, now - dueNanos);
      } else if (status == 429 || status == 503) {
        tally.refused(dueMillis, now - sentNanos, answer.hasRetryAfter(), status == 503);
      } else {
        tally.failed(dueMillis, "status " + status);
      }
    }

    void failed(String why) {
      tally.failed(dueMillis, why);
    }
  }

  private static final ResponseReader.Body IGNORED = (_, _, _) -> {};

  private final SocketChannel channel;
  private final ResponseReader reader = new ResponseReader();
  private final AtomicReference<@Nullable Call> call = new AtomicReference<>();

  Line(SocketChannel channel) {
    this.channel = channel;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  boolean isBusy() {
    return call.get() != null;
  }

  /// False if the connection is gone and the call may go out over another one.
  boolean send(byte[] request, Call next) {
    call.set(next.sentNow());
    try {
      var bytes = ByteBuffer.wrap(request);
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          Thread.onSpinWait();
        }
      }
      return true;
    } catch (IOException _) {
      // Unless the reader has noticed first, and counted the call.
      return call.getAndSet(null) == null;
    }
  }

  /// Reads what has come; true if the call has ended and the connection may carry another one.
  boolean read(byte[] buffer) throws IOException {
    while (true) {
      var count = channel.read(ByteBuffer.wrap(buffer));
      if (count < 0) {
        throw new IOException("the connection was closed");
      }
      if (reader.feed(buffer, 0, count, IGNORED)) {
        return ended();
      }
      if (count < buffer.length) {
        return false;
      }
    }
  }

  private boolean ended() throws IOException {
    var ended = call.getAndSet(null);
    if (ended == null) {
      throw new IOException("an answer to no call");
    }
    ended.ended(reader, System.nanoTime());
    if (reader.isClosing()) {
      channel.close();
    }
    return channel.isOpen();
  }

  void broken(String why) throws IOException {
    var lost = call.getAndSet(null);
    channel.close();
    if (lost != null) {
      lost.failed(why);
    }
  }
}
