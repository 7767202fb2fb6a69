package dev.headgate.providers.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// Sends a request in as few system calls as its size allows: head and body of a small one go in
/// one. Made for one request.
final class RequestWriter extends OutputStream {
  private static final int MAX_BUFFER_BYTES = 16 * 1024;

  private final Connection connection;
  private final byte[] buffer;
  private int filled;
  private int owed;

  RequestWriter(Connection connection, RequestHead head, int bodyLength) {
    this.connection = connection;
    var headLength = head.length(bodyLength);
    this.buffer =
        new byte[Math.max(headLength, Math.min(headLength + bodyLength, MAX_BUFFER_BYTES))];
    this.filled = head.copyTo(buffer, bodyLength);
    this.owed = bodyLength;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    owed -= length;
    if (length > buffer.length - filled) {
      drain();
      if (length >= buffer.length) {
        connection.write(bytes, from, length);
        return;
      }
    }
    System.arraycopy(bytes, from, buffer, filled, length);
    filled += length;
  }

  /// Sends what is left.
  void finish() throws IOException {
    if (owed != 0) {
      throw new IllegalStateException("the body is " + owed + " bytes shorter than announced");
    }
    drain();
  }

  private void drain() throws IOException {
    connection.write(buffer, 0, filled);
    filled = 0;
  }
}
