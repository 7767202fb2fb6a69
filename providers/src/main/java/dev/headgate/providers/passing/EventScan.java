package dev.headgate.providers.passing;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Feeds the data of server-sent events to a scan, without taking it out of the bytes. Not
/// thread-safe.
public final class EventScan {
  private static final byte[] DATA = "data:".getBytes(US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final int FIELD = 0;
  private static final int VALUE = 1;
  private static final int OTHER = 2;

  private final JsonScan scan;
  private int line = FIELD;
  private int lineLength;
  private int doneMatched;
  private boolean firstLine = true;
  private boolean done;
  private boolean hasData;
  private boolean eventHadData;
  private boolean afterCarriageReturn;
  private boolean eventEnded = true;
  private boolean lineFeedOnly;

  public EventScan(JsonScan scan) {
    this.scan = scan;
  }

  /// Reads on to the end of the current event, or of the bytes, and returns where it stopped.
  public int accept(byte[] bytes, int from, int to) {
    var i = from;
    lineFeedOnly = false;
    if (afterCarriageReturn) {
      afterCarriageReturn = false;
      if (bytes[i] == '\n') {
        i++;
        if (eventEnded) {
          lineFeedOnly = true;
          return i;
        }
      }
    }
    if (eventEnded) {
      eventEnded = false;
      hasData = false;
      scan.nextDocument();
    }
    while (i < to) {
      var end = lineEnd(bytes, i, to);
      inLine(bytes, i, end);
      if (end == to) {
        return to;
      }
      i = end + 1;
      if (bytes[end] == '\r') {
        if (i < to && bytes[i] == '\n') {
          i++;
        } else {
          afterCarriageReturn = i == to;
        }
      }
      if (endLine()) {
        eventEnded = true;
        eventHadData = hasData;
        return i;
      }
    }
    return i;
  }

  /// Whether [#accept] stopped at the end of an event.
  public boolean isEventEnded() {
    return eventEnded;
  }

  /// Whether [#accept] only read the line feed that belongs to the event before.
  public boolean isLineFeedOnly() {
    return lineFeedOnly;
  }

  /// Whether the stream has said `[DONE]`.
  public boolean isDone() {
    return done;
  }

  /// Whether the event that ended last was one: what has no data is none.
  public boolean hadData() {
    return eventHadData;
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  private void inLine(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to && line == FIELD) {
      inField(bytes[i++]);
    }
    if (i == to || line == OTHER) {
      return;
    }
    if (doneMatched >= 0) {
      matchDone(bytes, i, to);
    }
    scan.accept(bytes, i, to);
  }

  private void inField(byte b) {
    if (firstLine && lineLength < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[lineLength]) {
      lineLength++;
      if (lineLength == BYTE_ORDER_MARK.length) {
        firstLine = false;
        lineLength = 0;
      }
      return;
    }
    firstLine = false;
    if (b != DATA[lineLength]) {
      line = OTHER;
      lineLength = 1;
    } else if (++lineLength == DATA.length) {
      line = VALUE;
      hasData = true;
      doneMatched = 0;
    }
  }

  private void matchDone(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (doneMatched < DONE.length && bytes[i] == DONE[doneMatched]) {
        doneMatched++;
      } else if (bytes[i] != ' ') {
        doneMatched = -1;
        return;
      }
    }
  }

  /// Returns whether the line was empty, which ends the event.
  private boolean endLine() {
    var empty = line == FIELD && lineLength == 0;
    done |= line == VALUE && doneMatched == DONE.length;
    line = FIELD;
    lineLength = 0;
    firstLine = false;
    return empty;
  }
}
