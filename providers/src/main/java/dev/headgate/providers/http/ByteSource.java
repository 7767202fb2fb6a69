package dev.headgate.providers.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// A small read buffer in front of a connection. It grows only while it holds a head, and only to
/// the limit. Not thread-safe.
final class ByteSource {
  static final int BUFFER_BYTES = 4 * 1024;
  static final int MAX_HEAD_BYTES = 32 * 1024;
  static final int MAX_LINE_BYTES = 1024;

  private final Receiver receiver;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;

  ByteSource(Receiver receiver) {
    this.receiver = receiver;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return from;
  }

  boolean isEmpty() {
    return from == to;
  }

  /// Reads on until a head is complete and returns the index just behind its empty line; the head
  /// begins at [#position]. The caller moves on with [#moveTo].
  ///
  /// @throws EOFException if the connection ends before, with [#isEmpty] still true if nothing came
  int headEnd() throws IOException {
    var seen = 0;
    while (true) {
      // The four bytes of the end may have been split by the last read.
      for (int i = from + Math.max(seen - 3, 0); i + 3 < to; i++) {
        if (buffer[i] == '\r'
            && buffer[i + 1] == '\n'
            && buffer[i + 2] == '\r'
            && buffer[i + 3] == '\n') {
          return i + 4;
        }
      }
      refuseWhatIsNoHead(seen);
      seen = to - from;
      if (seen >= MAX_HEAD_BYTES) {
        throw new MalformedAnswer("headers longer than " + MAX_HEAD_BYTES + " bytes");
      }
      more();
    }
  }

  void moveTo(int position) {
    from = position;
    if (from == to) {
      from = 0;
      to = 0;
      if (buffer.length > BUFFER_BYTES) {
        buffer = new byte[BUFFER_BYTES];
      }
    }
  }

  boolean hasLine() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /// Returns the index of the line's CR; the line begins at [#position]. The caller moves on with
  /// [#moveTo], two bytes further.
  int lineEnd() throws IOException {
    var seen = 0;
    while (true) {
      for (int i = from + seen; i < to; i++) {
        if (buffer[i] == '\n') {
          if (i == from || buffer[i - 1] != '\r') {
            throw new MalformedAnswer("a line that does not end in CR LF");
          }
          return i - 1;
        }
      }
      seen = to - from;
      if (seen > MAX_LINE_BYTES) {
        throw new MalformedAnswer("a chunk header longer than " + MAX_LINE_BYTES + " bytes");
      }
      more();
    }
  }

  /// Copies what is buffered, or else reads: straight into the target if that is worthwhile.
  int read(byte[] target, int offset, int length) throws IOException {
    if (isEmpty()) {
      if (length >= BUFFER_BYTES) {
        return receiver.receive(target, offset, length);
      }
      var count = receiver.receive(buffer, 0, buffer.length);
      if (count < 0) {
        return -1;
      }
      from = 0;
      to = count;
    }
    var count = Math.min(length, to - from);
    System.arraycopy(buffer, from, target, offset, count);
    moveTo(from + count);
    return count;
  }

  /// Reads straight into the target once nothing is buffered; for a body with nothing behind it.
  int readDirectly(byte[] target, int offset, int length) throws IOException {
    return isEmpty() ? receiver.receive(target, offset, length) : read(target, offset, length);
  }

  // Says so at once, where waiting for the end of the head would only time out.
  private void refuseWhatIsNoHead(int seen) throws MalformedAnswer {
    for (int i = from; i < Math.min(to, from + 5); i++) {
      if (buffer[i] != "HTTP/".charAt(i - from)) {
        throw new MalformedAnswer("something that is not HTTP/1.1");
      }
    }
    for (int i = from + seen; i < to; i++) {
      if (buffer[i] == 0 || (buffer[i] == '\n' && buffer[i - 1] != '\r')) {
        throw new MalformedAnswer("a header line that holds NUL or does not end in CR LF");
      }
    }
  }

  private void more() throws IOException {
    if (to == buffer.length) {
      if (from > 0) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
      } else {
        buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, MAX_HEAD_BYTES));
      }
    }
    var count = receiver.receive(buffer, to, buffer.length - to);
    if (count < 0) {
      throw new EOFException("the connection ended in the middle");
    }
    to += count;
  }
}
