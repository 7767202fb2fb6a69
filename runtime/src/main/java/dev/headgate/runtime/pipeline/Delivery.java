package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.told.EventLog;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// What goes to the caller of a relayed call. As long as nothing has gone, another attempt may
/// begin anew.
///
/// A whole answer is of no use before its end, so it is kept until then, up to a bound. A stream
/// goes on as it comes, or behind what the model's `hold-back` keeps.
final class Delivery implements ByteSink {
  /// A longer answer that is not streamed goes on before it is whole.
  static final int MAX_KEPT_BYTES = 256 * 1024;

  private final RelaySink out;
  private final long holdBackBytes;
  private final @Nullable EventLog log;
  private final Kept kept = new Kept();
  private @Nullable RelayHead head;
  private boolean streamed;
  private boolean begun;
  private boolean delivering;

  /// @param holdBackBytes of a stream that are kept
  /// @param log of what was delivered, null if nobody could continue
  Delivery(RelaySink out, long holdBackBytes, @Nullable EventLog log) {
    this.out = out;
    this.holdBackBytes = holdBackBytes;
    this.log = log;
  }

  /// An attempt's answer begins; what is kept of an earlier one is forgotten.
  void begin(RelayHead of, boolean isStreamed) {
    if (delivering) {
      throw new IllegalStateException("the answer is on its way");
    }
    head = of;
    streamed = isStreamed;
    kept.reset();
    if (isStreamed && !begun) {
      // From here on the caller gets signs of life.
      begun = true;
      out.begin(of);
    }
  }

  /// Whether the caller has got a piece of the answer.
  boolean isDelivering() {
    return delivering;
  }

  /// Whether the answer's status is decided, so that a failure can only be told within it.
  boolean hasBegun() {
    return begun;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (delivering) {
      send(bytes, from, length);
      return;
    }
    if (streamed && holdBackBytes == 0) {
      delivering = true;
      send(bytes, from, length);
      return;
    }
    kept.add(bytes, from, length);
    if (kept.size() > (streamed ? holdBackBytes : MAX_KEPT_BYTES)) {
      release();
    }
  }

  /// Nothing more is held back.
  void release() {
    if (delivering) {
      return;
    }
    delivering = true;
    if (!begun) {
      begun = true;
      out.begin(required());
    }
    kept.replay(this::send);
  }

  /// Bytes that are no part of the answer; only a stream of events has a place for them.
  void comment(byte[] bytes) {
    if (required().isEvents()) {
      out.write(bytes, 0, bytes.length);
    }
  }

  /// The answer is complete.
  ///
  /// @param attempts what was tried, for a head that has not been sent
  void end(String attempts) {
    if (streamed || begun) {
      release();
      return;
    }
    kept.answer(out, required().with(attempts));
  }

  private void send(byte[] bytes, int from, int length) {
    out.write(bytes, from, length);
    if (log != null) {
      log.append(bytes, from, length);
    }
  }

  private RelayHead required() {
    if (head == null) {
      throw new IllegalStateException("the answer has not begun");
    }
    return head;
  }

  /// Pieces that wait.
  private static final class Kept extends ByteArrayOutputStream {
    void add(byte[] bytes, int from, int length) {
      write(bytes, from, length);
    }

    void answer(RelaySink out, RelayHead head) {
      out.answer(head, buf, count);
    }

    void replay(ByteSink sink) {
      if (count > 0) {
        sink.write(buf, 0, count);
      }
      reset();
    }
  }
}
