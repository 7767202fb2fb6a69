package dev.headgate.providers.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Writes the messages of an AWS event stream, each in one piece. Not thread-safe.
final class FrameWriter {
  private static final int STRING = 7;
  private static final int PRELUDE_BYTES = 12;
  private static final int CHECKSUM_BYTES = 4;

  private final ByteSink out;

  FrameWriter(ByteSink out) {
    this.out = out;
  }

  void event(String type, Json.Obj payload) {
    write(headers("event", ":event-type", type), JsonBytes.write(payload));
  }

  void exception(String type, Json.Obj payload) {
    write(headers("exception", ":exception-type", type), JsonBytes.write(payload));
  }

  private static byte[] headers(String messageType, String name, String type) {
    var headers = new ByteArrayOutputStream(96);
    header(headers, name, type);
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", messageType);
    return headers.toByteArray();
  }

  private static void header(ByteArrayOutputStream headers, String name, String value) {
    var text = value.getBytes(UTF_8);
    headers.write(name.length());
    headers.writeBytes(name.getBytes(UTF_8));
    headers.write(STRING);
    headers.write(text.length >> 8);
    headers.write(text.length);
    headers.writeBytes(text);
  }

  private void write(byte[] headers, byte[] payload) {
    var length = PRELUDE_BYTES + headers.length + payload.length + CHECKSUM_BYTES;
    var frame = ByteBuffer.allocate(length);
    frame.putInt(length).putInt(headers.length);
    frame.putInt(checksum(frame.array(), frame.position()));
    frame.put(headers).put(payload);
    frame.putInt(checksum(frame.array(), frame.position()));
    out.write(frame.array(), 0, length);
  }

  private static int checksum(byte[] bytes, int length) {
    var checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
