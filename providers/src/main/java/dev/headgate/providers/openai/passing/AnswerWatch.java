package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.providers.passing.EventScan;
import java.util.Locale;
import java.util.Optional;

/// Watches an answer in OpenAI's dialect go by, streamed or whole, and knows at any time what it
/// has said: usage, model, id, why it ended. Keeps none of it but those. Not thread-safe.
public final class AnswerWatch {
  private final AnswerScan scan = new AnswerScan();
  private final EventScan events = new EventScan(scan);
  private final Operation operation;
  private final boolean streamed;

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
        i = events.accept(bytes, i, to);
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
    return events.isDone();
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

  AnswerScan scan() {
    return scan;
  }

  EventScan events() {
    return events;
  }
}
