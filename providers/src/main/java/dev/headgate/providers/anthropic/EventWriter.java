package dev.headgate.providers.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;

/// Writes the events of a stream, each in one piece. Not thread-safe.
final class EventWriter {
  private final ByteSink out;

  EventWriter(ByteSink out) {
    this.out = out;
  }

  /// @param event with its `type`
  void write(Json.Obj event) {
    var bytes = new ByteArrayOutputStream(256);
    bytes.writeBytes(("event: " + event.text("type").orElse("") + "\ndata: ").getBytes(UTF_8));
    bytes.writeBytes(JsonBytes.write(event));
    bytes.writeBytes("\n\n".getBytes(UTF_8));
    out.write(bytes.toByteArray(), 0, bytes.size());
  }
}
