package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.providers.passing.EventRelayReader;
import dev.headgate.providers.passing.EventScan;

/// Reads the events in which an image, a sound or what was heard comes. It is whole once the event
/// has come that says so, or `[DONE]`, with which servers that have no such event end; an error
/// among the events is a failure. Not thread-safe.
final class MediaEvents extends EventRelayReader {
  private final MediaFacts facts;
  private final EventScan events;
  private boolean whole;

  MediaEvents() {
    this(new MediaFacts());
  }

  private MediaEvents(MediaFacts facts) {
    this(facts, new EventScan(facts));
  }

  private MediaEvents(MediaFacts facts, EventScan events) {
    super(facts, events, true);
    this.facts = facts;
    this.events = events;
  }

  @Override
  protected void endEvent(byte[] bytes, int from, int length, ByteSink out) {
    if (hasError()) {
      throw incomplete();
    }
    whole |= isDone() || (events.hadData() && facts.isLast());
    if (isDone()) {
      keep(endMark, bytes, from, length);
    } else {
      begin();
      pass(bytes, from, length, out);
    }
  }

  @Override
  protected void afterEvent(byte[] bytes, int from, int length, ByteSink out) {
    if (isDone()) {
      keep(endMark, bytes, from, length);
    } else {
      out.write(bytes, from, length);
    }
  }

  @Override
  protected boolean hasError() {
    return facts.hasError();
  }

  @Override
  public boolean isWhole() {
    return whole && !hasError();
  }

  @Override
  public boolean isDone() {
    return events.isDone();
  }

  @Override
  public Completion completion() {
    var usage = facts.usage();
    return new Completion("", "", FinishReason.STOP, usage == null ? Usage.NONE : usage);
  }
}
