package dev.headgate.store.traces;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// What is sealed of a trace: its subject and its payload.
record SealedText(String subject, byte[] payload) {
  private static final int LENGTH_BYTES = 4;

  byte[] encode(PayloadCodec codec) {
    var name = subject.getBytes(UTF_8);
    var start = LENGTH_BYTES + name.length;
    var room = new byte[start + PayloadCodec.bound(payload.length)];
    ByteBuffer.wrap(room).putInt(name.length).put(name);
    return Arrays.copyOf(room, start + codec.compress(payload, room, start));
  }

  static Optional<SealedText> decode(byte[] clear, int payloadBytes, PayloadCodec codec) {
    var nameBytes = ByteBuffer.wrap(clear).getInt();
    var subject = new String(clear, LENGTH_BYTES, nameBytes, UTF_8);
    return codec
        .decompress(clear, LENGTH_BYTES + nameBytes, payloadBytes)
        .map(payload -> new SealedText(subject, payload));
  }
}
