package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Reads HTTP/1.1 answers of one connection, however their bytes were split. Knows as much of HTTP
/// as a load generator needs.
final class ResponseReader {
  private static final int LONGEST_HEAD = 32 * 1024;
  private static final int FIRST_LINE = 128;

  /// Takes the bytes of a body as they come.
  interface Body {
    void bytes(byte[] buffer, int from, int to);
  }

  private enum State {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER
  }

  private State state = State.HEAD;
  private byte[] line = new byte[FIRST_LINE];
  private int lineLength;
  private int headLength;
  private long left;
  private boolean chunked;
  private int status;
  private boolean retryAfter;
  private boolean closing;

  int status() {
    return status;
  }

  boolean hasRetryAfter() {
    return retryAfter;
  }

  /// Whether the server ends the connection after this answer.
  boolean isClosing() {
    return closing;
  }

  /// Whether the answer ended with these bytes. The next one begins with the next call.
  boolean feed(byte[] buffer, int from, int to, Body body) throws IOException {
    var at = from;
    while (at < to) {
      switch (state) {
        case HEAD, CHUNK_SIZE, CHUNK_END, TRAILER -> {
          if (buffer[at] == '\n') {
            if (endOfLine()) {
              return true;
            }
          } else {
            keep(buffer[at]);
          }
          at++;
        }
        case BODY, CHUNK -> {
          var taken = (int) Math.min(left, to - at);
          body.bytes(buffer, at, at + taken);
          at += taken;
          left -= taken;
          if (left == 0 && state == State.BODY) {
            return ended();
          }
          if (left == 0) {
            state = State.CHUNK_END;
          }
        }
      }
    }
    return false;
  }

  private void keep(byte next) throws IOException {
    if (next == '\r') {
      return;
    }
    if (lineLength == line.length) {
      line = Arrays.copyOf(line, line.length * 2);
    }
    line[lineLength++] = next;
    if (++headLength > LONGEST_HEAD) {
      throw new IOException("the head of the answer is too long");
    }
  }

  private boolean endOfLine() throws IOException {
    var text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
    lineLength = 0;
    return switch (state) {
      case HEAD -> text.isEmpty() ? endOfHead() : header(text);
      case CHUNK_SIZE -> chunk(text);
      case CHUNK_END -> {
        state = State.CHUNK_SIZE;
        yield false;
      }
      case TRAILER -> text.isEmpty() && ended();
      case BODY, CHUNK -> throw new IllegalStateException(state.toString());
    };
  }

  private boolean header(String text) throws IOException {
    if (text.startsWith("HTTP/1.1 ")) {
      status = Integer.parseInt(text.substring(9, 12));
      left = -1;
      chunked = false;
      retryAfter = false;
      closing = false;
      return false;
    }
    var colon = text.indexOf(':');
    if (colon < 0) {
      throw new IOException("not an answer of HTTP/1.1: " + text);
    }
    var value = text.substring(colon + 1).strip();
    switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "content-length" -> left = Long.parseLong(value);
      case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
      case "retry-after" -> retryAfter = true;
      case "connection" -> closing = value.equalsIgnoreCase("close");
      default -> {
        // Of no concern here.
      }
    }
    return false;
  }

  private boolean endOfHead() throws IOException {
    headLength = 0;
    if (chunked) {
      state = State.CHUNK_SIZE;
      return false;
    }
    if (left < 0) {
      throw new IOException("an answer without a length");
    }
    state = State.BODY;
    return left == 0 && ended();
  }

  private boolean chunk(String size) {
    headLength = 0;
    left = Long.parseLong(size.split(";", 2)[0].strip(), 16);
    state = left == 0 ? State.TRAILER : State.CHUNK;
    return false;
  }

  private boolean ended() {
    headLength = 0;
    state = State.HEAD;
    return true;
  }
}
