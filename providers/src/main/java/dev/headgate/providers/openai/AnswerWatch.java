package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import java.util.Locale;
import java.util.Optional;

/// Watches an answer in OpenAI's dialect go by, streamed or whole, and knows at any time what it
/// has said: usage, model, id, why it ended. Keeps none of it but those. Not thread-safe.
public final class AnswerWatch {
  private static final byte[] DATA = "data:".getBytes(US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final int FIELD = 0;
  private static final int VALUE = 1;
  private static final int OTHER = 2;

  private final AnswerScan scan = new AnswerScan();
  private final Operation operation;
  private final boolean streamed;

  private int line = FIELD;
  private int lineLength;
  private int doneMatched;
  private boolean firstLine = true;
  private boolean done;
  private boolean afterCarriageReturn;
  private boolean eventEnded = true;
  private boolean lineFeedOnly;

  private AnswerWatch(Operation operation, boolean streamed) {
    this.operation = operation;
    this.streamed = streamed;
  }

  /// @param contentType of the answer: tells a stream of events from one JSON document
  public static AnswerWatch of(Operation operation, String contentType) {
    return new AnswerWatch(
        operation, contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream"));
  }

  public void accept(byte[] bytes, int from, int length) {
    var to = from + length;
    if (streamed) {
      for (int i = from; i < to; ) {
        i = acceptEvent(bytes, i, to);
      }
    } else {
      scan.accept(bytes, from, to);
    }
  }

  /// Whether the answer comes as a stream of events.
  public boolean isStreamed() {
    return streamed;
  }

  /// The tokens reported so far; a report that is repeated counts once, the last one.
  public Optional<Usage> usage() {
    return Optional.ofNullable(scan.usage());
  }

  public Optional<String> responseModel() {
    return Optional.ofNullable(scan.model());
  }

  public Optional<String> responseId() {
    return Optional.ofNullable(scan.id());
  }

  /// At which the answer was served, empty if it does not say.
  public String tier() {
    return scan.tier();
  }

  public Optional<FinishReason> finishReason() {
    return Optional.ofNullable(scan.finishReason());
  }

  /// Whether the answer holds an error in place of (the rest of) an answer.
  public boolean hasError() {
    return scan.hasError();
  }

  /// Whether the stream has said `[DONE]`.
  public boolean isDone() {
    return done;
  }

  /// Whether the answer is whole: every choice says why it ended, and a document that is not
  /// streamed is closed. `[DONE]` alone is no reason, and no server has to send it.
  public boolean isWhole() {
    return !scan.hasError()
        && switch (operation) {
          case CHAT -> scan.isFinished() && (streamed || scan.isComplete());
          case EMBEDDINGS, MODERATION, RERANK, IMAGE, SPEECH, TRANSCRIPTION, OTHER ->
              scan.isComplete();
        };
  }

  /// Reads on to the end of the current event, or of the bytes, and returns where it stopped.
  int acceptEvent(byte[] bytes, int from, int to) {
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
      scan.nextDocument();
    }
    while (i < to) {
      var end = lineEnd(bytes, i, to);
      acceptInLine(bytes, i, end);
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
        return i;
      }
    }
    return i;
  }

  /// Whether [#acceptEvent] stopped at the end of an event.
  boolean isEventEnded() {
    return eventEnded;
  }

  /// Whether [#acceptEvent] only read the line feed that belongs to the event before.
  boolean isLineFeedOnly() {
    return lineFeedOnly;
  }

  AnswerScan scan() {
    return scan;
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  private void acceptInLine(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to && line == FIELD) {
      acceptField(bytes[i++]);
    }
    if (i == to || line == OTHER) {
      return;
    }
    if (doneMatched >= 0) {
      matchDone(bytes, i, to);
    }
    scan.accept(bytes, i, to);
  }

  private void acceptField(byte b) {
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
