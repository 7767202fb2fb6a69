package dev.headgate.providers.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Turns the bytes of an AWS event stream into its messages, however they were split. Not
/// thread-safe.
///
/// A message is: its length, the length of its headers, a checksum of these eight bytes, headers,
/// payload, a checksum of all before. Numbers are big-endian, checksums CRC32. Source: AWS, "Event
/// stream encoding" (Amazon Transcribe developer guide; the framing is the same everywhere).
final class EventFrames {
  /// Longest message, in bytes.
  static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;

  private static final int PRELUDE_BYTES = 12;
  private static final int CHECKSUM_BYTES = 4;
  private static final int CHECKED_PRELUDE_BYTES = 8;

  private static final String[] NAMES = {
    ":message-type", ":event-type", ":exception-type", ":error-code"
  };
  private static final int MESSAGE_TYPE = 0;
  private static final int EVENT_TYPE = 1;
  private static final int EXCEPTION_TYPE = 2;
  private static final int ERROR_CODE = 3;

  private byte[] buffer = new byte[1024];
  private int filled;

  /// Takes the messages of a stream, one by one.
  interface Sink {
    /// @param type of the event, or of the exception
    /// @param exception whether it is one
    /// @param bytes hold the payload in `bytes[from, from + length)`, only during this call
    void accept(String type, boolean exception, byte[] bytes, int from, int length);
  }

  /// Reads on, and hands over the messages that became complete.
  ///
  /// @throws CallFailed `PROVIDER_MALFORMED` if a checksum or a length is wrong
  void accept(byte[] bytes, int from, int length, Sink sink) {
    var at = from;
    var left = length;
    while (left > 0) {
      var wanted = filled < PRELUDE_BYTES ? PRELUDE_BYTES : total();
      var taken = Math.min(left, wanted - filled);
      if (filled + taken > buffer.length) {
        buffer =
            Arrays.copyOf(buffer, Math.min(wanted, Math.max(filled + taken, buffer.length * 2)));
      }
      System.arraycopy(bytes, at, buffer, filled, taken);
      filled += taken;
      at += taken;
      left -= taken;
      if (filled == PRELUDE_BYTES && wanted == PRELUDE_BYTES) {
        checkPrelude();
      }
      if (filled > PRELUDE_BYTES && filled == total()) {
        filled = 0;
        deliver(sink);
      }
    }
  }

  /// Whether a message has begun and not ended.
  boolean isInside() {
    return filled > 0;
  }

  private int total() {
    return number(0);
  }

  private void checkPrelude() {
    if (checksum(CHECKED_PRELUDE_BYTES) != number(CHECKED_PRELUDE_BYTES)) {
      throw malformed("the checksum of a message's lengths is wrong");
    }
    var headers = number(CHECKED_PRELUDE_BYTES - CHECKSUM_BYTES);
    if (total() > MAX_FRAME_BYTES
        || headers < 0
        || total() < PRELUDE_BYTES + (long) headers + CHECKSUM_BYTES) {
      throw malformed("a message's lengths are out of range");
    }
  }

  private void deliver(Sink sink) {
    var total = total();
    if (checksum(total - CHECKSUM_BYTES) != number(total - CHECKSUM_BYTES)) {
      throw malformed("the checksum of a message is wrong");
    }
    var payload = PRELUDE_BYTES + number(CHECKED_PRELUDE_BYTES - CHECKSUM_BYTES);
    var found = headers(PRELUDE_BYTES, payload);
    var exception = "exception".equals(found[MESSAGE_TYPE]) || "error".equals(found[MESSAGE_TYPE]);
    var type =
        !exception
            ? found[EVENT_TYPE]
            : found[EXCEPTION_TYPE].isEmpty() ? found[ERROR_CODE] : found[EXCEPTION_TYPE];
    sink.accept(type, exception, buffer, payload, total - CHECKSUM_BYTES - payload);
  }

  private String[] headers(int from, int to) {
    var found = new String[NAMES.length];
    Arrays.fill(found, "");
    var at = from;
    while (at < to) {
      var nameLength = buffer[at] & 0xFF;
      var type = at + 1 + nameLength;
      if (type >= to) {
        throw malformed("a header goes beyond the headers");
      }
      var value = type + 1;
      var known = known(at + 1, nameLength);
      if (buffer[type] == STRING && known >= 0 && value + 2 <= to) {
        var length = Math.min(number16(value), to - value - 2);
        found[known] = new String(buffer, value + 2, length, UTF_8);
      }
      at = value + valueLength(buffer[type], value, to);
      if (at > to) {
        throw malformed("a header goes beyond the headers");
      }
    }
    return found;
  }

  private int known(int from, int length) {
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].length() == length && NAMES[i].equals(new String(buffer, from, length, UTF_8))) {
        return i;
      }
    }
    return -1;
  }

  private static final int STRING = 7;

  // The types of headers in the order of their numbers: true, false, byte, short, int, long, bytes,
  // text, time, uuid.
  private int valueLength(int type, int value, int to) {
    return switch (type) {
      case 0, 1 -> 0;
      case 2 -> 1;
      case 3 -> 2;
      case 4 -> 4;
      case 5, 8 -> 8;
      case 6, STRING -> {
        if (value + 2 > to) {
          throw malformed("a header goes beyond the headers");
        }
        yield 2 + number16(value);
      }
      case 9 -> 16;
      default -> throw malformed("a header has an unknown type");
    };
  }

  private int checksum(int length) {
    var checksum = new CRC32();
    checksum.update(buffer, 0, length);
    return (int) checksum.getValue();
  }

  private int number(int at) {
    return (number16(at) << 16) | number16(at + 2);
  }

  private int number16(int at) {
    return ((buffer[at] & 0xFF) << 8) | (buffer[at + 1] & 0xFF);
  }

  private static CallFailed malformed(String what) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "the provider's event stream is broken: " + what);
  }
}
