package dev.headgate.providers.conversations;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.LeastTokens;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.GrowingArray;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads an answer on its way through by means of its dialect's codec: a stream of events one by
/// one, before its bytes go on; a whole answer, or a stream of another form, as it comes. Not
/// thread-safe.
public final class CodecRelayReader implements RelayReader {
  /// Events that are longer go on in pieces.
  static final int MAX_HELD_BYTES = 64 * 1024;

  /// Longest whole answer of which facts are read; a longer one passes without.
  static final int MAX_WHOLE_BYTES = 64 * 1024 * 1024;

  private final ChatCodec codec;
  private final boolean streamed;
  private final boolean events;
  private final LeastTokens tokens = new LeastTokens();
  private final boolean array;
  private final GrowingArray place = new GrowingArray();
  private final WatchedSink facts;
  private final AnswerDecoder decoder;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
  private int lineLength;
  private boolean afterReturn;
  private boolean emptyBeforeReturn;
  private boolean begun;
  private boolean torn;
  private boolean ended;
  private @Nullable CallFailed failure;
  private ErrorCode broken = ErrorCode.PROVIDER_MALFORMED;

  /// @param contentType of the answer
  /// @param array whether an answer in JSON is a stream in one array, as Google has it
  public CodecRelayReader(ChatCodec codec, String contentType, boolean array) {
    var type = contentType.toLowerCase(Locale.ROOT);
    this.codec = codec;
    this.events = type.startsWith("text/event-stream");
    this.array = array && !events;
    this.streamed = events || array || type.startsWith("application/x-ndjson");
    this.facts = new WatchedSink(new Beginning(), "");
    this.decoder = codec.decoder(facts);
  }

  @Override
  public boolean isStreamed() {
    return streamed;
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    if (!streamed) {
      begun = true;
      if (whole.size() + length <= MAX_WHOLE_BYTES) {
        whole.write(bytes, from, length);
      }
      out.write(bytes, from, length);
      return;
    }
    if (!events) {
      decode(bytes, from, length);
      if (array) {
        passElements(bytes, from, length, out);
      } else {
        out.write(bytes, from, length);
      }
      return;
    }
    var start = from;
    for (int i = from; i < from + length; i++) {
      if (endsEvent(bytes[i])) {
        endEvent(bytes, start, i + 1 - start, out);
        start = i + 1;
      }
    }
    holdOn(bytes, start, from + length - start, out);
  }

  // What has begun of an element waits for its end, so that an error can follow where it breaks.
  // The decoder bounds how long one may be.
  private void passElements(byte[] bytes, int from, int length, ByteSink out) {
    var end = place.accept(bytes, from, from + length);
    if (end > from) {
      held.write(bytes, from, end - from);
      passHeld(out);
    }
    held.write(bytes, end, from + length - end);
  }

  private void passHeld(ByteSink out) {
    var passing = held.toByteArray();
    held.reset();
    out.write(passing, 0, passing.length);
  }

  // An event ends with an empty line; lines end with CR, LF or both.
  private boolean endsEvent(byte b) {
    if (b == '\n') {
      var pair = afterReturn;
      afterReturn = false;
      var empty = lineLength == 0;
      lineLength = 0;
      return pair ? emptyBeforeReturn : empty;
    }
    if (b == '\r') {
      emptyBeforeReturn = lineLength == 0;
      lineLength = 0;
      afterReturn = true;
      return false;
    }
    afterReturn = false;
    lineLength++;
    return false;
  }

  private void endEvent(byte[] bytes, int from, int length, ByteSink out) {
    decode(bytes, from, length);
    if (!torn && held.size() > 0) {
      held.write(bytes, from, length);
      passHeld(out);
    } else {
      out.write(bytes, from, length);
    }
    torn = false;
  }

  private void holdOn(byte[] bytes, int from, int length, ByteSink out) {
    if (length == 0) {
      return;
    }
    decode(bytes, from, length);
    if (torn) {
      out.write(bytes, from, length);
      return;
    }
    held.write(bytes, from, length);
    if (held.size() > MAX_HELD_BYTES) {
      torn = true;
      begun = true;
      passHeld(out);
    }
  }

  private void decode(byte[] bytes, int from, int length) {
    try {
      decoder.accept(bytes, from, length);
    } catch (CallFailed e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public boolean isBetweenEvents() {
    return !torn;
  }

  @Override
  public boolean isWhole() {
    return streamed ? decoder.isWhole() || hasEnded() : isWholeObject();
  }

  @Override
  public boolean isDone() {
    return streamed && decoder.isWhole();
  }

  // An answer may have said why it ended, with nothing but its token counts still to come.
  private boolean hasEnded() {
    if (ended && failure == null) {
      try {
        decoder.end();
        return true;
      } catch (CallFailed _) {
        return false;
      }
    }
    return false;
  }

  private boolean isWholeObject() {
    if (!ended && whole.size() > 0) {
      try {
        if (JsonBytes.read(whole.toByteArray()) instanceof Json.Obj object) {
          AnswerAssembly.replay(codec.readAnswer(object), facts);
        }
      } catch (JacksonException _) {
        broken = ErrorCode.PROVIDER_MALFORMED;
        return false;
      } catch (CallFailed e) {
        broken = e.code();
        return false;
      }
    }
    return ended;
  }

  @Override
  public Completion completion() {
    return isWhole() ? facts.completion() : facts.soFar();
  }

  @Override
  public long outputTokens() {
    return streamed ? tokens.count() : 0;
  }

  @Override
  public CallFailed incomplete() {
    if (failure != null) {
      return new CallFailed(
          failure.code(), "the provider ended its answer with an error; send the call again");
    }
    return !streamed && broken == ErrorCode.PROVIDER_MALFORMED
        ? new CallFailed(
            ErrorCode.PROVIDER_MALFORMED,
            "the provider sent something that is no answer; send the call again")
        : new CallFailed(
            ErrorCode.PROVIDER_TRUNCATED,
            "the provider's answer broke off before it said why it ended; send the call again");
  }

  // These dialects have no end mark behind their last event, but an array has an end.
  @Override
  public void finish(ByteSink out) {
    if (!isWhole()) {
      return;
    }
    if (array && !place.hasEnded()) {
      // What has begun behind the last whole element says nothing any more.
      held.reset();
      held.write(']');
    }
    passHeld(out);
  }

  /// Sees the first piece of the answer itself, and its end.
  private final class Beginning implements ChatSink {
    @Override
    public void accept(ChatEvent event) {
      tokens.accept(event);
      switch (event) {
        case ChatEvent.PartBegan _, ChatEvent.Grew _ -> begun = true;
        case ChatEvent.ChoiceEnded _ -> {
          begun = true;
          ended = true;
        }
        case ChatEvent.Began _, ChatEvent.Learned _, ChatEvent.Used _ -> {}
      }
    }
  }
}
