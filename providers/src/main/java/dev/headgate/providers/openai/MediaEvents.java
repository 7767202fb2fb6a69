package dev.headgate.providers.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.wire.EventScan;
import java.io.ByteArrayOutputStream;

/// Reads the events in which an image, a sound or what was heard comes. It is whole once the event
/// has come that says so, or `[DONE]`, with which servers that have no such event end; an error
/// among the events is a failure. Not thread-safe.
final class MediaEvents implements RelayReader {
  /// Events that are longer go on in pieces.
  static final int MAX_HELD_BYTES = 64 * 1024;

  private static final int MAX_MARK_BYTES = 64;

  private final MediaFacts facts = new MediaFacts();
  private final EventScan events = new EventScan(facts);
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream endMark = new ByteArrayOutputStream(16);
  private boolean begun;
  private boolean torn;
  private boolean whole;
  private boolean done;

  @Override
  public boolean isStreamed() {
    return true;
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    var to = from + length;
    for (int i = from; i < to; ) {
      var end = events.accept(bytes, i, to);
      if (torn) {
        out.write(bytes, i, end - i);
      } else {
        held.write(bytes, i, end - i);
      }
      if (events.isEventEnded()) {
        endEvent(out);
      } else if (held.size() > MAX_HELD_BYTES) {
        torn = true;
        sendHeld(out);
      }
      i = end;
    }
  }

  private void endEvent(ByteSink out) {
    if (facts.hasError()) {
      throw incomplete();
    }
    done |= isEndMark();
    whole |= done || (events.hadData() && facts.isLast());
    if (done) {
      endMark.writeBytes(held.toByteArray());
      held.reset();
    } else {
      sendHeld(out);
    }
    torn = false;
  }

  private boolean isEndMark() {
    return held.size() <= MAX_MARK_BYTES
        && held.toString(ISO_8859_1).strip().matches("data: ?\\[DONE]");
  }

  private void sendHeld(ByteSink out) {
    begun |= held.size() > 0;
    out.write(held.toByteArray(), 0, held.size());
    held.reset();
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
    return whole && !facts.hasError();
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public Completion completion() {
    var usage = facts.usage();
    return new Completion("", "", FinishReason.STOP, usage == null ? Usage.NONE : usage);
  }

  @Override
  public CallFailed incomplete() {
    return facts.hasError()
        ? new CallFailed(
            ErrorCode.PROVIDER_FAILED,
            "the provider ended its answer with an error; send the call again")
        : new CallFailed(
            ErrorCode.PROVIDER_TRUNCATED,
            "the provider's answer broke off before it said that it is complete; send the call again");
  }

  @Override
  public void finish(ByteSink out) {
    out.write(endMark.toByteArray(), 0, endMark.size());
  }
}
