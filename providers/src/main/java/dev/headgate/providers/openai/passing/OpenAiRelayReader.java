package dev.headgate.providers.openai.passing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.providers.passing.EventRelayReader;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.JsonBytes;

/// Reads an answer in OpenAI's dialect on its way through: a stream event by event, a whole answer
/// as it comes. The event that carries only token counts is kept from a caller who did not ask for
/// it. Not thread-safe.
public final class OpenAiRelayReader extends EventRelayReader {
  private static final byte[] END_OF_EVENT = "\n\n".getBytes(US_ASCII);
  private static final byte[] END_MARK = "data: [DONE]\n\n".getBytes(US_ASCII);

  private final AnswerWatch watch;
  private final boolean hidesUsage;
  private boolean dropped;
  private boolean wholeAtEvent;

  /// @param contentType of the answer
  /// @param hidesUsage whether token counts were not asked for by the caller
  public OpenAiRelayReader(Operation operation, String contentType, boolean hidesUsage) {
    this(AnswerWatch.of(operation, contentType), hidesUsage);
  }

  private OpenAiRelayReader(AnswerWatch watch, boolean hidesUsage) {
    super(watch.scan(), watch.events(), watch.isStreamed());
    this.watch = watch;
    this.hidesUsage = hidesUsage;
  }

  @Override
  protected void checkDocument() {
    if (watch.scan().isTooDeep()) {
      throw malformed("an answer nested deeper than " + JsonBytes.MAX_DEPTH);
    }
  }

  @Override
  protected void endEvent(byte[] bytes, int from, int length, ByteSink out) {
    refuseWhatIsNoEvent();
    count();
    dropped = hidesUsage && !isTorn() && watch.scan().isUsageOnly();
    if (watch.isDone()) {
      keep(endMark, bytes, from, length);
    } else if (dropped) {
      held.reset();
    } else if (hasBegun()) {
      pass(bytes, from, length, out);
    } else {
      held.write(bytes, from, length);
      if (isToken()) {
        begin();
      }
      held.sendTo(out);
    }
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
  protected void afterEvent(byte[] bytes, int from, int length, ByteSink out) {
    if (watch.isDone()) {
      keep(endMark, bytes, from, length);
    } else if (!dropped) {
      out.write(bytes, from, length);
    }
  }

  private void refuseWhatIsNoEvent() {
    if (hasError()) {
      throw incomplete();
    }
    if (watch.scan().isOpen()) {
      throw malformed("an event that is not JSON in the middle of its answer");
    }
    if (watch.scan().isTooDeep()) {
      throw malformed("an event nested deeper than " + JsonBytes.MAX_DEPTH);
    }
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

  @Override
  protected boolean hasError() {
    return watch.hasError();
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
  public void finish(ByteSink out) {
    if (isStreamed() && endMark.size() == 0 && isWhole()) {
      endLastEvent(out);
      out.write(END_MARK, 0, END_MARK.length);
    }
    super.finish(out);
  }

  // Some servers end their last event with the stream and not with an empty line.
  private void endLastEvent(ByteSink out) {
    if (held.size() > 0 && !wholeAtEvent) {
      held.sendTo(out);
      out.write(END_OF_EVENT, 0, END_OF_EVENT.length);
    }
  }
}
