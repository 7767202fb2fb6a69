package dev.headgate.runtime.pipeline.told;

import dev.headgate.kernel.dialects.ByteSink;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The events that a caller has got, kept for the case that the answer breaks. Not thread-safe.
///
/// Events of a stream repeat each other but for a word: of each only what differs from the one
/// before is kept, between a shared beginning and a shared end.
public final class EventLog {
  /// What is kept of one answer at most, in bytes; beyond it an answer that breaks is not
  /// continued.
  static final int MAX_BYTES = 128 * 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(256);
  private byte[] last = {};
  private boolean full;

  public void append(byte[] bytes, int from, int length) {
    if (full) {
      return;
    }
    var event = Arrays.copyOfRange(bytes, from, from + length);
    var shared = Arrays.mismatch(last, event);
    var start = shared < 0 ? length : shared;
    var most = Math.min(last.length, length) - start;
    var end = 0;
    while (end < most && last[last.length - 1 - end] == event[length - 1 - end]) {
      end++;
    }
    number(start);
    number(end);
    number(length - start - end);
    kept.write(event, start, length - start - end);
    last = event;
    if (kept.size() > MAX_BYTES) {
      full = true;
      kept.reset();
    }
  }

  /// Whether too much has come to be kept.
  public boolean isFull() {
    return full;
  }

  /// Hands over everything, in the pieces in which it came.
  public void replay(ByteSink out) {
    var bytes = kept.toByteArray();
    var at = new int[1];
    byte[] event = {};
    while (at[0] < bytes.length) {
      var start = number(bytes, at);
      var end = number(bytes, at);
      var differing = number(bytes, at);
      var next = new byte[start + differing + end];
      System.arraycopy(event, 0, next, 0, start);
      System.arraycopy(bytes, at[0], next, start, differing);
      System.arraycopy(event, event.length - end, next, start + differing, end);
      at[0] += differing;
      out.write(next, 0, next.length);
      event = next;
    }
  }

  // Seven bits a byte, the lowest first.
  private void number(int value) {
    var rest = value;
    while (rest > 0x7F) {
      kept.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    kept.write(rest);
  }

  private static int number(byte[] bytes, int[] at) {
    var value = 0;
    for (int shift = 0; ; shift += 7) {
      var b = bytes[at[0]++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
