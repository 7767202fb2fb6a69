package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;

/// What a caller gets, as bytes.
///
/// @param readers by the answer's content type
record Delivered(ByteArrayOutputStream bytes, Function<String, RelayReader> readers)
    implements RelaySink {
  /// For a call of which no bytes are relayed.
  static Delivered unread(ByteArrayOutputStream bytes) {
    return new Delivered(
        bytes,
        _ -> {
          throw new IllegalStateException("no bytes are relayed");
        });
  }

  @Override
  public RelayReader reader(String contentType) {
    return readers.apply(contentType);
  }

  @Override
  public void begin(RelayHead head) {}

  @Override
  public void write(byte[] piece, int from, int length) {
    bytes.write(piece, from, length);
  }

  @Override
  public void answer(RelayHead head, byte[] body, int length) {
    bytes.write(body, 0, length);
  }
}
