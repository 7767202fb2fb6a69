package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.LeastTokens;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.wire.EventScan;
import dev.headgate.providers.wire.KeptAnswer;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads an answer in Anthropic's dialect on its way through: a stream event by event, a whole
/// message as it comes. Its end mark is the event `message_stop`, which every whole stream has;
/// none is made for one that lacks it, and why a message ended is not handed over before. Not
/// thread-safe.
public final class AnthropicRelayReader implements RelayReader {
  /// Events that are longer go on in pieces.
  static final int MAX_HELD_BYTES = 64 * 1024;

  // What an event of text has around the text.
  private static final int FRAME_BYTES = 128;

  private final boolean streamed;
  private final AnswerFacts facts = new AnswerFacts();
  private final EventScan events = new EventScan(facts);
  private final LeastTokens tokens = new LeastTokens();
  private final Held held = new Held();
  private final KeptAnswer kept = new KeptAnswer();
  private final Held ending = new Held();
  private final ByteArrayOutputStream endMark = new ByteArrayOutputStream(64);
  private boolean begun;
  private boolean done;
  private boolean torn;

  /// @param contentType of the answer
  public AnthropicRelayReader(String contentType) {
    this.streamed = contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  @Override
  public boolean isStreamed() {
    return streamed;
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    if (!streamed) {
      facts.accept(bytes, from, from + length);
      begun = true;
      kept.accept(bytes, from, length);
      out.write(bytes, from, length);
      return;
    }
    var to = from + length;
    for (int i = from; i < to; ) {
      var end = events.accept(bytes, i, to);
      if (events.isEventEnded()) {
        endEvent(bytes, i, end - i, out);
      } else {
        holdOn(bytes, i, end - i, out);
      }
      i = end;
    }
  }

  private void holdOn(byte[] bytes, int from, int length, ByteSink out) {
    if (torn) {
      out.write(bytes, from, length);
      return;
    }
    held.write(bytes, from, length);
    if (held.size() > MAX_HELD_BYTES) {
      torn = true;
      begun = true;
      held.sendTo(out);
    }
  }

  private void endEvent(byte[] bytes, int from, int length, ByteSink out) {
    refuseWhatIsNoEvent();
    if (facts.finishReason() != null) {
      tokens.end();
    }
    if (facts.hasGrown()) {
      tokens.piece(held.size() + length - FRAME_BYTES);
    }
    tokens.reported(facts.outputTokens());
    if (done || (events.hadData() && facts.type().equals("message_stop"))) {
      ending.sendTo(out);
      keepEndMark(bytes, from, length);
    } else if (!torn && facts.finishReason() != null) {
      begun = true;
      held.sendTo(ending::write);
      ending.write(bytes, from, length);
      refuseEndless(ending);
    } else if (torn) {
      out.write(bytes, from, length);
    } else {
      begun |=
          facts.type().equals("content_block_delta") || facts.type().equals("content_block_stop");
      if (held.size() > 0) {
        held.sendTo(out);
      }
      out.write(bytes, from, length);
    }
    torn = false;
  }

  private void keepEndMark(byte[] bytes, int from, int length) {
    if (facts.finishReason() == null) {
      throw incomplete();
    }
    done = true;
    held.sendTo(endMark::write);
    endMark.write(bytes, from, length);
    refuseEndless(endMark);
  }

  private static void refuseEndless(ByteArrayOutputStream end) {
    if (end.size() > MAX_HELD_BYTES) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED, "the provider went on after it had said why it ended");
    }
  }

  private void refuseWhatIsNoEvent() {
    if (facts.hasError()) {
      throw incomplete();
    }
    if (events.hadData() && !facts.isComplete()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the provider sent an event that is not JSON in the middle of its answer");
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
    return !facts.hasError()
        && facts.finishReason() != null
        && (streamed ? done : facts.isComplete());
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public long outputTokens() {
    return tokens.count();
  }

  @Override
  public Completion completion() {
    return new Completion(
        orEmpty(facts.model()),
        orEmpty(facts.id()),
        reason(facts.finishReason()),
        used(facts.usage()),
        facts.tier());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static FinishReason reason(@Nullable FinishReason reason) {
    return reason == null ? FinishReason.STOP : reason;
  }

  private static Usage used(@Nullable Usage usage) {
    return usage == null ? Usage.NONE : usage;
  }

  @Override
  public CallFailed incomplete() {
    if (facts.hasError()) {
      return new CallFailed(
          ErrorCode.PROVIDER_FAILED,
          "the provider ended its answer with an error; send the call again");
    }
    return !streamed
        ? kept.incomplete()
        : new CallFailed(
            ErrorCode.PROVIDER_TRUNCATED,
            "the provider's answer broke off before it said that it is complete; send the call again");
  }

  @Override
  public void finish(ByteSink out) {
    if (streamed && endMark.size() > 0) {
      var mark = endMark.toByteArray();
      out.write(mark, 0, mark.length);
    }
  }

  /// Bytes of an event that has not ended.
  private static final class Held extends ByteArrayOutputStream {
    Held() {
      super(512);
    }

    void sendTo(ByteSink out) {
      if (count > 0) {
        out.write(buf, 0, count);
      }
      reset();
    }
  }
}
