package dev.headgate.providers.passing;

import dev.headgate.kernel.chat.LeastTokens;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.ByteArrayOutputStream;

/// Reads an answer on its way through, a stream event by event, a whole answer as it comes: holds
/// the bytes of an event until it has ended, and the end mark until the answer is finished. What an
/// event means, its subclass knows. Not thread-safe.
public abstract class EventRelayReader implements RelayReader {
  /// Events that are longer go on in pieces.
  private static final int MAX_HELD_BYTES = 64 * 1024;

  /// Bytes of the event that has not ended.
  protected final Held held = new Held(512);

  /// The end mark, as far as it has come.
  protected final Held endMark = new Held(64);

  /// The tokens that the answer has taken at least.
  protected final LeastTokens tokens = new LeastTokens();

  private final JsonScan scan;
  private final EventScan events;
  private final boolean streamed;
  private final KeptAnswer kept = new KeptAnswer();
  private boolean begun;
  private boolean torn;

  /// @param events which feeds the scan
  /// @param streamed whether the answer is a stream of events
  protected EventRelayReader(JsonScan scan, EventScan events, boolean streamed) {
    this.scan = scan;
    this.events = events;
    this.streamed = streamed;
  }

  /// The scan has read on in a whole answer.
  ///
  /// @throws CallFailed if it is none
  protected void checkDocument() {}

  /// The scan has read an event to its end: [#held] has its beginning, unless that went on already,
  /// and the bytes have the rest.
  protected abstract void endEvent(byte[] bytes, int from, int length, ByteSink out);

  /// The line feed of a CR LF that was split, behind the event that was read last.
  protected abstract void afterEvent(byte[] bytes, int from, int length, ByteSink out);

  /// Whether the answer holds an error in place of (the rest of) an answer.
  protected abstract boolean hasError();

  @Override
  public final boolean isStreamed() {
    return streamed;
  }

  @Override
  public final void accept(byte[] bytes, int from, int length, ByteSink out) {
    var to = from + length;
    if (!streamed) {
      scan.accept(bytes, from, to);
      checkDocument();
      begun = true;
      kept.accept(bytes, from, length);
      out.write(bytes, from, length);
      return;
    }
    for (int i = from; i < to; ) {
      var end = events.accept(bytes, i, to);
      if (events.isLineFeedOnly()) {
        afterEvent(bytes, i, end - i, out);
      } else if (events.isEventEnded()) {
        endEvent(bytes, i, end - i, out);
        torn = false;
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

  /// Notes that a piece of the answer itself has come.
  protected final void begin() {
    begun = true;
  }

  /// Whether the beginning of the current event went on before it ended.
  protected final boolean isTorn() {
    return torn;
  }

  /// Hands over the event that has ended.
  protected final void pass(byte[] bytes, int from, int length, ByteSink out) {
    if (held.size() == 0) {
      out.write(bytes, from, length);
    } else {
      held.write(bytes, from, length);
      held.sendTo(out);
    }
  }

  /// Keeps the event that has ended, or what came behind one, until something else is handed over.
  protected final void keep(Held end, byte[] bytes, int from, int length) {
    held.sendTo(end::write);
    end.write(bytes, from, length);
    if (end.size() > MAX_HELD_BYTES) {
      throw malformed("more than it may after the end of its answer");
    }
  }

  protected static CallFailed malformed(String what) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider sent " + what);
  }

  @Override
  public final boolean hasBegun() {
    return begun;
  }

  @Override
  public final boolean isBetweenEvents() {
    return !torn;
  }

  @Override
  public final long outputTokens() {
    return tokens.count();
  }

  @Override
  public final CallFailed incomplete() {
    if (hasError()) {
      return new CallFailed(
          ErrorCode.PROVIDER_FAILED,
          "the provider ended its answer with an error; send the call again");
    }
    return streamed
        ? new CallFailed(
            ErrorCode.PROVIDER_TRUNCATED,
            "the provider's answer broke off before it said that it is complete; send the call again")
        : kept.incomplete(scan.isOpen());
  }

  @Override
  public void finish(ByteSink out) {
    endMark.sendTo(out);
  }

  /// Bytes that wait.
  protected static final class Held extends ByteArrayOutputStream {
    /// @param bytes as a rule
    public Held(int bytes) {
      super(bytes);
    }

    /// Hands them over, if there are any.
    public void sendTo(ByteSink out) {
      if (count > 0) {
        out.write(buf, 0, count);
      }
      reset();
    }
  }
}
