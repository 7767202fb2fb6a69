package dev.headgate.providers.wire;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Arrays;

/// Cuts lines of JSON. A last line without an end is one if the bytes end behind it. Not
/// thread-safe.
public final class LineSplitter implements EventAnswer.Splitter {
  /// Longest line that is read.
  public static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

  private byte[] line = new byte[512];
  private int length;

  @Override
  public void accept(byte[] bytes, int from, int to, Sink sink) {
    var start = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        append(bytes, start, i);
        dispatch(sink);
        start = i + 1;
      }
    }
    append(bytes, start, to);
  }

  @Override
  public void end(Sink sink) {
    dispatch(sink);
  }

  private void append(byte[] bytes, int from, int to) {
    var needed = length + to - from;
    if (needed > MAX_LINE_BYTES) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the provider's stream has a line of more than " + MAX_LINE_BYTES + " bytes");
    }
    if (needed > line.length) {
      line = Arrays.copyOf(line, Math.max(needed, line.length * 2));
    }
    System.arraycopy(bytes, from, line, length, to - from);
    length = needed;
  }

  private void dispatch(Sink sink) {
    var from = 0;
    var to = length;
    length = 0;
    while (from < to && isSpace(line[from])) {
      from++;
    }
    while (from < to && isSpace(line[to - 1])) {
      to--;
    }
    if (from < to) {
      sink.accept("message", line, from, to);
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\r' || b == '\t';
  }
}
