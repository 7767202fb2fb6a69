package dev.headgate.providers.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.json.Json;
import java.io.ByteArrayOutputStream;

/// Writes server-sent events, one write an event. Not thread-safe.
public final class EventWriter {
  public static final String CONTENT_TYPE = "text/event-stream";

  private final ByteSink out;
  private final String lineEnd;

  public EventWriter(ByteSink out) {
    this(out, "\n");
  }

  /// @param lineEnd of every line: Google writes CR LF
  public EventWriter(ByteSink out, String lineEnd) {
    this.out = out;
    this.lineEnd = lineEnd;
  }

  public void write(Json data) {
    write("", JsonBytes.write(data));
  }

  public void write(String event, Json data) {
    write(event, JsonBytes.write(data));
  }

  private void write(String event, byte[] data) {
    var all = new ByteArrayOutputStream(data.length + 64);
    if (!event.isEmpty()) {
      all.writeBytes(("event: " + event + lineEnd).getBytes(UTF_8));
    }
    all.writeBytes("data: ".getBytes(UTF_8));
    all.writeBytes(data);
    all.writeBytes((lineEnd + lineEnd).getBytes(UTF_8));
    out.write(all.toByteArray(), 0, all.size());
  }
}
