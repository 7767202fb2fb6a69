package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Reads a dialect in which every event is a piece of text and `[DONE]` ends a stream. A document
/// is whole as it is.
final class PlainReader implements RelayReader {
  private static final String DONE = "data: [DONE]\n\n";

  private final boolean streamed;
  private final Usage usage;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean begun;
  private boolean done;

  PlainReader(String contentType, Usage usage) {
    this.streamed = contentType.equalsIgnoreCase("text/event-stream");
    this.usage = usage;
  }

  @Override
  public boolean isStreamed() {
    return streamed;
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    if (!streamed) {
      begun = true;
      out.write(bytes, from, length);
      return;
    }
    for (int i = from; i < from + length; i++) {
      held.write(bytes[i]);
      var event = held.toString(StandardCharsets.UTF_8);
      if (event.equals(DONE)) {
        done = true;
        held.reset();
      } else if (event.endsWith("\n\n")) {
        begun = true;
        out.write(held.toByteArray(), 0, held.size());
        held.reset();
      }
    }
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public boolean isBetweenEvents() {
    return true;
  }

  @Override
  public boolean isWhole() {
    return done || !streamed;
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public Completion completion() {
    return new Completion(
        "gpt-x-1", "c1", FinishReason.STOP, done || !streamed ? usage : Usage.NONE);
  }

  @Override
  public CallFailed incomplete() {
    return new CallFailed(ErrorCode.PROVIDER_TRUNCATED, "the answer broke off");
  }

  @Override
  public void finish(ByteSink out) {
    if (streamed) {
      var mark = DONE.getBytes(StandardCharsets.UTF_8);
      out.write(mark, 0, mark.length);
    }
  }
}
