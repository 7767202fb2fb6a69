package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The body of a request, read whole and at most once.
final class RequestBody {
  /// A body that nobody wants is read up to here, so that the connection can be kept.
  private static final int SMALL_BYTES = 64 * 1024;

  /// A caller that has its answer is listened to for this many more bytes: closing at once would
  /// reset the connection and destroy the answer on its way.
  private static final int DRAIN_BYTES = 64 << 20;

  private final ServerRequest request;
  private final ClientConnection connection;
  private final int max;
  private final boolean chunked;
  private final long length;
  private boolean consumed;
  private boolean brokenOff;

  RequestBody(ServerRequest request, ClientConnection connection, int max) {
    this.request = request;
    this.connection = connection;
    this.max = max;
    this.chunked = request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    this.length = chunked ? -1 : request.headers().contentLength().orElse(0);
    this.consumed = length == 0;
  }

  byte[] read() {
    if (length > max) {
      throw tooLarge();
    }
    if (consumed) {
      return new byte[0];
    }
    connection.beginBody();
    try {
      var in = request.content().inputStream();
      var bytes = chunked ? readChunks(in) : readExactly(in, (int) length);
      consumed = true;
      return bytes;
    } catch (CallFailed e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library has a dozen ways to say that a body is not framed as it should be.
      brokenOff = true;
      throw brokenOff(e);
    } finally {
      connection.endBody();
    }
  }

  /// Reads what nobody asked for if that is quick; false if something is left.
  boolean tryDrainSmall() {
    if (!consumed && !brokenOff && !chunked && length <= Math.min(SMALL_BYTES, max) && isComing()) {
      try {
        read();
      } catch (CallFailed e) {
        return false;
      }
    }
    return consumed;
  }

  /// Reads and forgets, once the answer is out, until the body ends or the caller stops; false if
  /// something is left.
  boolean drain() {
    if (!consumed && !brokenOff && isComing()) {
      connection.beginDrain();
      try {
        consumed = skip(request.content().inputStream());
      } catch (IOException | RuntimeException e) {
        // It has stopped.
      } finally {
        connection.endBody();
      }
    }
    return consumed;
  }

  private static boolean skip(InputStream in) throws IOException {
    var buffer = new byte[16 * 1024];
    var left = DRAIN_BYTES;
    while (left > 0) {
      var n = in.read(buffer);
      if (n < 0) {
        return true;
      }
      left -= n;
    }
    return false;
  }

  /// A caller that waits for `100 Continue` sends nothing before.
  private boolean isComing() {
    return !request.headers().contains(HeaderNames.EXPECT) || request.continueSent();
  }

  private byte[] readExactly(InputStream in, int length) throws IOException {
    var bytes = new byte[length];
    var read = in.readNBytes(bytes, 0, length);
    if (read < length) {
      throw new IOException("the body ended after " + read + " bytes");
    }
    return bytes;
  }

  private byte[] readChunks(InputStream in) throws IOException {
    var bytes = new byte[Math.min(SMALL_BYTES, max)];
    var size = 0;
    while (true) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * size, max + 1L));
      }
      var n = in.read(bytes, size, bytes.length - size);
      if (n < 0) {
        return Arrays.copyOf(bytes, size);
      }
      size += n;
      if (size > max) {
        throw tooLarge();
      }
    }
  }

  private CallFailed tooLarge() {
    return new CallFailed(
        ErrorCode.REQUEST_TOO_LARGE,
        "the body is longer than %,d bytes; shorten it, or raise server.max-request-body"
            .formatted(max));
  }

  private CallFailed brokenOff(Exception cause) {
    return new CallFailed(
        ErrorCode.INVALID_REQUEST,
        chunked
            ? "the body broke off between its chunks"
            : "the body broke off before the " + length + " bytes that Content-Length announced",
        cause);
  }
}
