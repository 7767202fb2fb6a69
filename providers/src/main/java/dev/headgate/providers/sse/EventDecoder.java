package dev.headgate.providers.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Arrays;

/// Turns the bytes of an event stream into events, as the HTML standard reads them: lines end in
/// CR, LF or both, a byte-order mark at the start is skipped, an event that is not ended by an
/// empty line is none. Any split of the bytes gives the same events. Not thread-safe.
///
/// Source: WHATWG HTML, 9.2.6 "Interpreting an event stream". The fields `id` and `retry` are for
/// clients that reconnect; this one never does.
public final class EventDecoder {
  public static final int MAX_LINE_BYTES = 1024 * 1024;
  public static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

  private static final String DEFAULT_TYPE = "message";
  private static final byte[] DATA = "data".getBytes(UTF_8);
  private static final byte[] EVENT = "event".getBytes(UTF_8);

  private byte[] line = new byte[512];
  private int lineLength;
  private byte[] data = new byte[512];
  private int dataLength;
  private boolean hasData;
  private String type = DEFAULT_TYPE;
  private boolean afterCarriageReturn;
  private boolean firstLine = true;

  /// Reads on, and hands over the events that became complete.
  ///
  /// @throws CallFailed `PROVIDER_MALFORMED` if a line or an event is too long
  public void accept(byte[] bytes, int from, int to, EventSink sink) {
    var start = from;
    for (int i = from; i < to; i++) {
      var b = bytes[i];
      if (b == '\n' || b == '\r') {
        // The LF of a CR LF whose CR has already ended the line.
        if (!(b == '\n' && afterCarriageReturn && i == start && lineLength == 0)) {
          append(bytes, start, i);
          endLine(sink);
        }
        start = i + 1;
      }
      afterCarriageReturn = b == '\r';
    }
    append(bytes, start, to);
  }

  private void append(byte[] bytes, int from, int to) {
    var length = lineLength + to - from;
    if (length > MAX_LINE_BYTES) {
      throw tooLong("line", MAX_LINE_BYTES);
    }
    if (length > line.length) {
      line = Arrays.copyOf(line, Math.max(length, line.length * 2));
    }
    System.arraycopy(bytes, from, line, lineLength, to - from);
    lineLength = length;
  }

  private void endLine(EventSink sink) {
    var from = 0;
    if (firstLine) {
      firstLine = false;
      from = startsWithByteOrderMark() ? 3 : 0;
    }
    if (lineLength == from) {
      dispatch(sink);
    } else {
      readField(from);
    }
    lineLength = 0;
  }

  private void readField(int from) {
    var colon = from;
    while (colon < lineLength && line[colon] != ':') {
      colon++;
    }
    var value = Math.min(colon + 1, lineLength);
    if (value < lineLength && line[value] == ' ') {
      value++;
    }
    if (Arrays.equals(line, from, colon, DATA, 0, DATA.length)) {
      addData(value);
    } else if (Arrays.equals(line, from, colon, EVENT, 0, EVENT.length)) {
      type = new String(line, value, lineLength - value, UTF_8);
    }
  }

  private void addData(int from) {
    var separator = hasData ? 1 : 0;
    var length = dataLength + separator + lineLength - from;
    if (length > MAX_EVENT_BYTES) {
      throw tooLong("event", MAX_EVENT_BYTES);
    }
    if (length > data.length) {
      data = Arrays.copyOf(data, Math.max(length, data.length * 2));
    }
    if (hasData) {
      data[dataLength] = '\n';
    }
    System.arraycopy(line, from, data, dataLength + separator, lineLength - from);
    dataLength = length;
    hasData = true;
  }

  private void dispatch(EventSink sink) {
    var length = dataLength;
    var name = type.isEmpty() ? DEFAULT_TYPE : type;
    dataLength = 0;
    hasData = false;
    type = DEFAULT_TYPE;
    if (length > 0) {
      sink.accept(name, data, length);
    }
  }

  private boolean startsWithByteOrderMark() {
    return lineLength >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  private static CallFailed tooLong(String what, int limit) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED,
        "the provider's event stream has a %s of more than %d bytes".formatted(what, limit));
  }
}
