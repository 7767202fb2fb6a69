package dev.headgate.providers.gemini;

import dev.headgate.providers.wire.ArraySplitter;
import dev.headgate.providers.wire.EventAnswer;
import org.jspecify.annotations.Nullable;

/// Cuts whichever form the stream has, which its first visible byte tells. Not thread-safe.
final class EitherSplitter implements EventAnswer.Splitter {
  private EventAnswer.@Nullable Splitter chosen;

  @Override
  public void accept(byte[] bytes, int from, int to, Sink sink) {
    var start = from;
    while (chosen == null && start < to) {
      switch (bytes[start]) {
        case ' ', '\t', '\n', '\r' -> start++;
        case '[', '{' -> chosen = new ArraySplitter();
        default -> chosen = EventAnswer.events();
      }
    }
    if (chosen != null) {
      chosen.accept(bytes, start, to, sink);
    }
  }
}
