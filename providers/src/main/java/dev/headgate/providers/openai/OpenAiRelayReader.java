package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.LeastTokens;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.KeptAnswer;
import java.io.ByteArrayOutputStream;

/// Reads an answer in OpenAI's dialect on its way through: a stream event by event, a whole answer
/// as it comes. The event that carries only token counts is kept from a caller who did not ask for
/// it. Not thread-safe.
public final class OpenAiRelayReader implements RelayReader {
  /// Events that are longer go on in pieces.
  static final int MAX_HELD_BYTES = 64 * 1024;

  private static final byte[] END_OF_EVENT = "\n\n".getBytes(US_ASCII);
  private static final byte[] END_MARK = "data: [DONE]\n\n".getBytes(US_ASCII);

  private final AnswerWatch watch;
  private final boolean hidesUsage;
  private final LeastTokens tokens = new LeastTokens();
  private final Held held = new Held();
  private final KeptAnswer kept = new KeptAnswer();
  private final ByteArrayOutputStream endMark = new ByteArrayOutputStream(END_MARK.length);
  private boolean begun;
  private boolean dropped;
  private boolean torn;
  private boolean wholeAtEvent;

  /// @param contentType of the answer
  /// @param hidesUsage whether token counts were not asked for by the caller
  public OpenAiRelayReader(Operation operation, String contentType, boolean hidesUsage) {
    this.watch = AnswerWatch.of(operation, contentType);
    this.hidesUsage = hidesUsage;
  }

  @Override
  public boolean isStreamed() {
    return watch.isStreamed();
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    if (!watch.isStreamed()) {
      watch.accept(bytes, from, length);
      if (watch.scan().isTooDeep()) {
        throw malformed("an answer nested deeper than " + Json.MAX_DEPTH);
      }
      begun = true;
      kept.accept(bytes, from, length);
      out.write(bytes, from, length);
      return;
    }
    var to = from + length;
    for (int i = from; i < to; ) {
      var end = watch.acceptEvent(bytes, i, to);
      if (watch.isLineFeedOnly()) {
        afterEvent(bytes, i, end - i, out);
      } else if (watch.isEventEnded()) {
        endEvent(bytes, i, end - i, out);
      } else {
        holdOn(bytes, i, end - i, out);
      }
      i = end;
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
    // Within an event the reason may have been read, and the event still lack its end.
    return wholeAtEvent || (watch.isWhole() && !watch.scan().isOpen());
  }

  @Override
  public boolean isDone() {
    return watch.isDone();
  }

  @Override
  public Completion completion() {
    return new Completion(
        watch.responseModel().orElse(""),
        watch.responseId().orElse(""),
        watch.finishReason().orElse(FinishReason.STOP),
        watch.usage().orElse(Usage.NONE),
        watch.tier());
  }

  @Override
  public CallFailed incomplete() {
    if (watch.hasError()) {
      return new CallFailed(
          ErrorCode.PROVIDER_FAILED,
          "the provider ended its answer with an error; send the call again");
    }
    return !watch.isStreamed()
        ? kept.incomplete()
        : new CallFailed(
            ErrorCode.PROVIDER_TRUNCATED,
            "the provider's answer broke off before it said why it ended; send the call again");
  }

  @Override
  public void finish(ByteSink out) {
    if (!watch.isStreamed()) {
      return;
    }
    if (endMark.size() > 0) {
      var mark = endMark.toByteArray();
      out.write(mark, 0, mark.length);
    } else if (isWhole()) {
      endLastEvent(out);
      out.write(END_MARK, 0, END_MARK.length);
    }
  }

  // Some servers end their last event with the stream and not with an empty line.
  private void endLastEvent(ByteSink out) {
    if (held.size() > 0 && !wholeAtEvent) {
      held.sendTo(out);
      out.write(END_OF_EVENT, 0, END_OF_EVENT.length);
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
    count();
    dropped = hidesUsage && !torn && watch.scan().isUsageOnly();
    if (watch.isDone()) {
      keepEndMark(bytes, from, length);
    } else if (torn || dropped) {
      if (torn) {
        out.write(bytes, from, length);
      }
    } else if (held.size() == 0 && begun) {
      out.write(bytes, from, length);
    } else {
      held.write(bytes, from, length);
      begun = begun || isToken();
      held.sendTo(out);
    }
    held.reset();
    torn = false;
    wholeAtEvent = watch.isWhole();
  }

  private void count() {
    if (watch.isWhole()) {
      tokens.end();
    }
    if (watch.scan().hasGrown()) {
      tokens.piece(watch.scan().grownBytes());
    }
    var usage = watch.scan().usage();
    if (usage != null) {
      tokens.reported(usage.output().total());
    }
  }

  @Override
  public long outputTokens() {
    return tokens.count();
  }

  // The line feed of a CR LF that was split.
  private void afterEvent(byte[] bytes, int from, int length, ByteSink out) {
    if (watch.isDone()) {
      keepEndMark(bytes, from, length);
    } else if (!dropped) {
      out.write(bytes, from, length);
    }
  }

  private void keepEndMark(byte[] bytes, int from, int length) {
    held.sendTo(endMark::write);
    endMark.write(bytes, from, length);
    if (endMark.size() > MAX_HELD_BYTES) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED, "the provider went on after it had said [DONE]");
    }
  }

  private void refuseWhatIsNoEvent() {
    if (watch.hasError()) {
      throw incomplete();
    }
    if (watch.scan().isOpen()) {
      throw malformed("an event that is not JSON in the middle of its answer");
    }
    if (watch.scan().isTooDeep()) {
      throw malformed("an event nested deeper than " + Json.MAX_DEPTH);
    }
  }

  private static CallFailed malformed(String what) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider sent " + what);
  }

  private boolean isToken() {
    var found = new boolean[1];
    var bytes = held.toByteArray();
    new EventDecoder()
        .accept(
            bytes,
            0,
            bytes.length,
            (_, data, length) -> found[0] |= TokenEvent.isToken(data, length));
    return found[0];
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
