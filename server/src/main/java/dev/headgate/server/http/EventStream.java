package dev.headgate.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A stream of server-sent events. It begins with its first event, or with the first heartbeat; a
/// call that fails before that is answered with an ordinary error.
public final class EventStream {
  private final AnswerStream stream;

  EventStream(AnswerStream stream) {
    this.stream = stream;
  }

  /// Sends one event without a name.
  ///
  /// @param data one line
  public void send(byte[] data) {
    stream.write(event(null, data));
  }

  /// @param data one line
  public void send(String name, byte[] data) {
    stream.write(event(name, data));
  }

  /// The bytes of one event.
  public static byte[] event(@Nullable String name, byte[] data) {
    var bytes = new ByteArrayOutputStream(data.length + 32);
    if (name != null) {
      bytes.writeBytes(("event: " + name + "\n").getBytes(StandardCharsets.UTF_8));
    }
    bytes.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(data);
    bytes.write('\n');
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
