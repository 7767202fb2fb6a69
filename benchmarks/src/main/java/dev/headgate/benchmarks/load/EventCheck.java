package dev.headgate.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Follows the numbered events of a stream, however their bytes were split, and counts those that
/// are missing or out of order.
final class EventCheck implements ResponseReader.Body {
  static final String MARK = "\"content\":\"e";

  private static final byte[] MARK_BYTES = MARK.substring(1).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "data: [DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_LINE = 4_096;

  private byte[] line = new byte[LONGEST_LINE];
  private int length;
  private int next;
  private int fresh;
  private int lost;
  private int reordered;
  private boolean done;

  @Override
  public void bytes(byte[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        endOfLine();
        length = 0;
      } else if (length < LONGEST_LINE) {
        line[length++] = buffer[i];
      }
    }
  }

  /// Numbered events since the last question.
  int takeFresh() {
    var taken = fresh;
    fresh = 0;
    return taken;
  }

  int seen() {
    return next;
  }

  int lost() {
    return lost;
  }

  int reordered() {
    return reordered;
  }

  /// Whether the stream said that it is whole.
  boolean isDone() {
    return done;
  }

  private void endOfLine() {
    if (length == DONE.length && Arrays.equals(line, 0, length, DONE, 0, DONE.length)) {
      done = true;
      return;
    }
    var at = find();
    if (at < 0) {
      return;
    }
    var number = 0;
    for (int i = at; i < length && line[i] >= '0' && line[i] <= '9'; i++) {
      number = number * 10 + line[i] - '0';
    }
    fresh++;
    if (number < next) {
      // It was counted as lost when a later one overtook it.
      reordered++;
      lost = Math.max(0, lost - 1);
    } else {
      lost += number - next;
      next = number + 1;
    }
  }

  /// Where the number of an event begins, or -1.
  private int find() {
    for (int i = 0; i + MARK_BYTES.length < length; i++) {
      if (line[i] == MARK_BYTES[0]
          && Arrays.equals(line, i, i + MARK_BYTES.length, MARK_BYTES, 0, MARK_BYTES.length)) {
        return i + MARK_BYTES.length;
      }
    }
    return -1;
  }
}
