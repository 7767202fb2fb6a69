package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.providers.passing.EventRelayReader;
import dev.headgate.providers.passing.EventScan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads an answer in Anthropic's dialect on its way through: a stream event by event, a whole
/// message as it comes. Its end mark is the event `message_stop`, which every whole stream has;
/// none is made for one that lacks it, and why a message ended is not handed over before. Not
/// thread-safe.
public final class AnthropicRelayReader extends EventRelayReader {
  // What an event of text has around the text.
  private static final int FRAME_BYTES = 128;

  private final AnswerFacts facts;
  private final EventScan events;
  private final Held ending = new Held(64);
  private boolean done;

  /// @param contentType of the answer
  public AnthropicRelayReader(String contentType) {
    this(new AnswerFacts(), contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream"));
  }

  private AnthropicRelayReader(AnswerFacts facts, boolean streamed) {
    this(facts, new EventScan(facts), streamed);
  }

  private AnthropicRelayReader(AnswerFacts facts, EventScan events, boolean streamed) {
    super(facts, events, streamed);
    this.facts = facts;
    this.events = events;
  }

  @Override
  protected void endEvent(byte[] bytes, int from, int length, ByteSink out) {
    refuseWhatIsNoEvent();
    if (facts.finishReason() != null) {
      tokens.end();
    }
    if (facts.hasGrown()) {
      tokens.piece(held.size() + length - FRAME_BYTES);
    }
    tokens.reported(facts.outputTokens());
    if (done || (events.hadData() && facts.type().equals("message_stop"))) {
      keepEndMark(bytes, from, length, out);
    } else if (isTorn()) {
      out.write(bytes, from, length);
    } else if (facts.finishReason() != null) {
      begin();
      keep(ending, bytes, from, length);
    } else {
      if (facts.type().equals("content_block_delta") || facts.type().equals("content_block_stop")) {
        begin();
      }
      pass(bytes, from, length, out);
    }
  }

  private void keepEndMark(byte[] bytes, int from, int length, ByteSink out) {
    ending.sendTo(out);
    if (facts.finishReason() == null) {
      throw incomplete();
    }
    done = true;
    keep(endMark, bytes, from, length);
  }

  @Override
  protected void afterEvent(byte[] bytes, int from, int length, ByteSink out) {
    if (done) {
      keep(endMark, bytes, from, length);
    } else if (ending.size() > 0) {
      keep(ending, bytes, from, length);
    } else {
      out.write(bytes, from, length);
    }
  }

  private void refuseWhatIsNoEvent() {
    if (hasError()) {
      throw incomplete();
    }
    if (events.hadData() && !facts.isComplete()) {
      throw malformed("an event that is not JSON in the middle of its answer");
    }
  }

  @Override
  protected boolean hasError() {
    return facts.hasError();
  }

  @Override
  public boolean isWhole() {
    return !hasError()
        && facts.finishReason() != null
        && (isStreamed() ? done : facts.isComplete());
  }

  @Override
  public boolean isDone() {
    return done;
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
}
