package dev.headgate.providers.wire;

import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.sse.EventDecoder;
import tools.jackson.core.JacksonException;

/// Decodes an answer that comes as objects, one after the other. Not thread-safe.
public final class EventAnswer implements AnswerDecoder {
  /// What the objects mean.
  public interface Meaning {
    /// @param event its name, `message` where there is none
    void accept(String event, Json.Obj data);

    /// Whether the answer has said that it is complete, and nothing more is awaited.
    boolean isWhole();

    /// Whether the answer may end here.
    default boolean mayEnd() {
      return isWhole();
    }
  }

  /// Cuts bytes into the texts of objects.
  public interface Splitter {
    void accept(byte[] bytes, int from, int to, Sink sink);

    /// The bytes have ended.
    default void end(Sink sink) {}

    /// Takes one object's text, `data[from, to)`.
    interface Sink {
      void accept(String event, byte[] data, int from, int to);
    }
  }

  private final Splitter splitter;
  private final Meaning meaning;

  public EventAnswer(Splitter splitter, Meaning meaning) {
    this.splitter = splitter;
    this.meaning = meaning;
  }

  /// Of server-sent events; an OpenAI-like `[DONE]` says nothing.
  public static EventAnswer ofEvents(Meaning meaning) {
    return new EventAnswer(events(), meaning);
  }

  /// Cuts server-sent events.
  public static Splitter events() {
    var decoder = new EventDecoder();
    return (bytes, from, to, sink) ->
        decoder.accept(
            bytes, from, to, (event, data, length) -> sink.accept(event, data, 0, length));
  }

  @Override
  public void accept(byte[] bytes, int from, int length) {
    splitter.accept(bytes, from, from + length, this::take);
  }

  @Override
  public boolean isWhole() {
    return meaning.isWhole();
  }

  @Override
  public void end() {
    splitter.end(this::take);
    if (!meaning.mayEnd()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_TRUNCATED,
          "the provider's answer ended without saying why; it is not whole");
    }
  }

  private void take(String event, byte[] data, int from, int to) {
    if (isDone(data, from, to)) {
      return;
    }
    Json read;
    try {
      read = JsonBytes.read(data, from, to - from);
    } catch (JacksonException e) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the provider's stream holds something that is not JSON",
          e);
    }
    if (!(read instanceof Json.Obj object)) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the provider's stream holds something other than a JSON object");
    }
    meaning.accept(event, object);
  }

  private static boolean isDone(byte[] data, int from, int to) {
    return to - from == 6 && data[from] == '[' && data[from + 1] == 'D' && data[to - 1] == ']';
  }
}
