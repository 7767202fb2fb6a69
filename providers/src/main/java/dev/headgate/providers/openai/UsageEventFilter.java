package dev.headgate.providers.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Relays a stream of events byte for byte, except for the one that carries only token counts: the
/// gateway asked for it, the caller did not. Bytes are held back only until an event shows that it
/// carries an answer, or ends. Not thread-safe.
public final class UsageEventFilter {
  private static final int MAX_HELD_BYTES = 64 * 1024;

  private final AnswerWatch watch;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);
  private boolean passing;
  private boolean dropped;

  /// @param watch of the same answer, fed by this filter alone
  public UsageEventFilter(AnswerWatch watch) {
    this.watch = watch;
  }

  /// Passes on what of these bytes, and of those held back, can go.
  public void accept(byte[] bytes, int from, int length, OutputStream out) throws IOException {
    var to = from + length;
    for (int i = from; i < to; ) {
      var end = watch.acceptEvent(bytes, i, to);
      pass(bytes, i, end - i, out);
      i = end;
    }
  }

  /// Passes on what is held back at the end of the stream.
  public void finish(OutputStream out) throws IOException {
    if (!watch.scan().isUsageOnly()) {
      held.writeTo(out);
    }
    held.reset();
  }

  private void pass(byte[] bytes, int from, int length, OutputStream out) throws IOException {
    if (watch.isLineFeedOnly()) {
      if (!dropped) {
        out.write(bytes, from, length);
      }
      return;
    }
    dropped = watch.isEventEnded() && !passing && watch.scan().isUsageOnly();
    if (dropped) {
      held.reset();
      return;
    }
    if (passing
        || watch.isEventEnded()
        || watch.scan().hasChoice()
        || held.size() + length > MAX_HELD_BYTES) {
      held.writeTo(out);
      held.reset();
      out.write(bytes, from, length);
      passing = !watch.isEventEnded();
    } else {
      held.write(bytes, from, length);
    }
  }
}
