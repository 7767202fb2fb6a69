package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.GrowingArray;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The body of an answer that is sent while it is being made. Its status and headers go out with
/// the first byte. What is a stream of events is flushed at every write, gets heartbeats when it is
/// silent, and an error event where it breaks. A JSON array gets an error as its last element;
/// anything else is cut off where it breaks, so that it does not look complete.
public final class AnswerStream {
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_EVENT = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_ARRAY = {']'};

  private final HttpCall call;
  private final int status;
  private final String contentType;
  private final boolean isEvents;
  private final boolean counts;
  private final @Nullable GrowingArray place;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OutputStream out;
  // The last byte was a line feed; and it ended an empty line, thus an event.
  private boolean afterLine = true;
  private boolean afterEvent = true;
  private boolean ended;
  private int events;
  private volatile long lastWrite = System.nanoTime();

  /// @param shape of the errors that may end it
  AnswerStream(HttpCall call, int status, String contentType, ErrorShape shape) {
    this.call = call;
    this.status = status;
    this.contentType = contentType;
    this.isEvents = contentType.startsWith(HttpCall.EVENTS);
    this.counts = shape.isNumbered() && isEvents;
    this.place = shape.isArray() && !isEvents ? new GrowingArray() : null;
  }

  /// Sends bytes on; throws [CallFailed] with `CALL_CANCELLED` if the caller is gone. The array may
  /// be used again when this returns.
  public void write(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    lock.lock();
    try {
      if (counts) {
        count(bytes, offset, offset + length);
      }
      send(bytes, offset, length);
    } finally {
      lock.unlock();
    }
  }

  // An event has one line of data.
  private void count(byte[] bytes, int from, int to) {
    if (afterLine && bytes[from] == 'd') {
      events++;
    }
    for (int i = from + 1; i < to; i++) {
      if (bytes[i] == 'd' && bytes[i - 1] == '\n') {
        events++;
      }
    }
  }

  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  private void send(byte[] bytes, int offset, int length) {
    try {
      if (out == null) {
        out = call.open(status, contentType);
      }
      out.write(bytes, offset, length);
      if (place != null) {
        var _ = place.accept(bytes, offset, offset + length);
      }
      if (isEvents) {
        out.flush();
        lastWrite = System.nanoTime();
        track(bytes, offset, length);
      }
    } catch (IOException | UncheckedIOException | ServerConnectionException e) {
      call.lost();
      throw new CallFailed(
          ErrorCode.CALL_CANCELLED, "the caller went away before the answer was complete", e);
    }
  }

  private void track(byte[] bytes, int offset, int length) {
    var last = bytes[offset + length - 1] == '\n';
    var beforeLast = length > 1 ? bytes[offset + length - 2] == '\n' : afterLine;
    afterEvent = last && beforeLast;
    afterLine = last;
  }

  /// Does something that must come before the first byte, if none has gone yet.
  void beforeBegun(Runnable action) {
    lock.lock();
    try {
      if (out == null) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isBegun() {
    lock.lock();
    try {
      return out != null;
    } finally {
      lock.unlock();
    }
  }

  boolean isEvents() {
    return isEvents;
  }

  /// Whether an error can be told within the answer.
  boolean mayEndWithError() {
    return isEvents || (place != null && place.isBetween());
  }

  boolean isSilent(long now, long nanos) {
    return isEvents && now - lastWrite > nanos;
  }

  /// Sends a comment between two events. Gives up where another thread is writing.
  void heartbeat() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (afterEvent && !ended) {
        send(HEARTBEAT, 0, HEARTBEAT.length);
      }
    } catch (CallFailed e) {
      call.cancellation().cancel();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more is sent, heartbeats included.
  void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
  }

  /// The answer is complete, be it empty.
  void complete() {
    end();
    if (out == null) {
      call.open(status, contentType);
    }
  }

  /// Sends a last element of an array, and its end.
  void failInArray(byte[] error) {
    lock.lock();
    try {
      if (place != null) {
        var opening = place.beforeNext().getBytes(StandardCharsets.US_ASCII);
        send(opening, 0, opening.length);
        send(error, 0, error.length);
        send(END_OF_ARRAY, 0, END_OF_ARRAY.length);
      }
      ended = true;
    } finally {
      lock.unlock();
    }
  }

  /// Sends a last event that says why there is no more.
  ///
  /// @param last makes it, of the number of events that have gone out
  void fail(IntFunction<byte[]> last) {
    lock.lock();
    try {
      var event = last.apply(events);
      if (!afterEvent) {
        send(END_OF_EVENT, 0, END_OF_EVENT.length);
      }
      send(event, 0, event.length);
      ended = true;
    } finally {
      lock.unlock();
    }
  }
}
