package dev.headgate.store.traces;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.text.Prefix;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A record of a segment.
///
/// ```
/// magic 4 | length of body 4 | CRC32C of length and body 4 | body | padding to 8
/// body: context | sealed text
/// context: version 1, codec 1, started 8, duration 8, input tokens 8, output tokens 8, key 8,
///          length of the payload 4, ten texts of (length 2, UTF-8), their count being the version's
/// sealed text: AES-GCM of (length of subject 4, subject, compressed payload), context as its
///          additional data
/// ```
///
/// All numbers big-endian. Everything that the index needs is in the clear, so it can be rebuilt
/// without keys; everything that belongs to a person is sealed.
///
/// @param codec how the payload is compressed
/// @param payloadBytes length of the payload before compression
record SegmentRecord(
    TraceRow row, int codec, long keyId, int payloadBytes, byte[] context, byte[] sealed) {
  static final int MAGIC = 0x48475452; // "HGTR"
  static final int FRAME_BYTES = 12;
  static final int ALIGNMENT = 8;

  /// A text of the index is a name; what is longer was made up by a caller.
  static final int MAX_TEXT_CHARS = 512;

  private static final int VERSION = 1;
  private static final int FIXED_BYTES = 2 + 5 * 8 + 4;

  /// The clear part of a record, before its place is known.
  static byte[] context(TraceEntry entry, int codec, long keyId) {
    var origin = entry.origin();
    var outcome = entry.outcome();
    var texts =
        new byte[][] {
          bytes(entry.id()),
          bytes(origin.caller()),
          bytes(origin.operation()),
          bytes(origin.feature()),
          bytes(origin.release()),
          bytes(outcome.status()),
          bytes(outcome.tier()),
          bytes(outcome.provider()),
          bytes(outcome.requestModel()),
          bytes(outcome.responseModel())
        };
    var size = FIXED_BYTES;
    for (var text : texts) {
      size += 2 + text.length;
    }
    var buffer = ByteBuffer.allocate(size);
    buffer.put((byte) VERSION).put((byte) codec);
    buffer.putLong(entry.startedAtMillis()).putLong(entry.durationMicros());
    var tokens = outcome.tokens();
    buffer.putLong(tokens.storedInput()).putLong(tokens.storedOutput());
    buffer.putLong(keyId).putInt(entry.payload().length);
    for (var text : texts) {
      buffer.putShort((short) text.length).put(text);
    }
    return buffer.array();
  }

  /// The entry as the index will show it, whether it comes from here or from the segment.
  static TraceRow row(TraceEntry entry) {
    var origin = entry.origin();
    var outcome = entry.outcome();
    return new TraceRow(
        shortened(entry.id()),
        entry.startedAtMillis(),
        entry.durationMicros(),
        new TraceOrigin(
            shortened(origin.caller()),
            origin.subject(),
            shortened(origin.operation()),
            shortened(origin.feature()),
            shortened(origin.release())),
        new TraceOutcome(
            shortened(outcome.status()),
            shortened(outcome.tier()),
            shortened(outcome.provider()),
            shortened(outcome.requestModel()),
            shortened(outcome.responseModel()),
            outcome.tokens()));
  }

  /// The room that a record takes in its segment.
  static int size(int contextBytes, int sealedBytes) {
    return (FRAME_BYTES + contextBytes + sealedBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  static ByteBuffer frame(byte[] context, byte[] sealed) {
    var body = context.length + sealed.length;
    var buffer = ByteBuffer.allocate(size(context.length, sealed.length));
    buffer.putInt(MAGIC).putInt(body).putInt(0).put(context).put(sealed);
    buffer.putInt(8, checksum(buffer, 0, body));
    return buffer.clear();
  }

  /// The length of the body of the record that begins at `offset`; -1 if none does.
  static int bodyBytes(ByteBuffer buffer, int offset) {
    return buffer.getInt(offset) == MAGIC ? Math.max(buffer.getInt(offset + 4), -1) : -1;
  }

  /// The record that begins at `offset`; empty if a bit of it was changed.
  static Optional<SegmentRecord> decode(ByteBuffer buffer, int offset) {
    var body = bodyBytes(buffer, offset);
    if (body < FIXED_BYTES || body > buffer.limit() - offset - FRAME_BYTES) {
      return Optional.empty();
    }
    if (buffer.getInt(offset + 8) != checksum(buffer, offset, body)) {
      return Optional.empty();
    }
    try {
      return decodeBody(buffer.slice(offset + FRAME_BYTES, body));
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  private static Optional<SegmentRecord> decodeBody(ByteBuffer body) {
    if (body.get() != VERSION) {
      return Optional.empty();
    }
    var codec = body.get();
    var startedAt = body.getLong();
    var duration = body.getLong();
    var tokens = TraceTokens.stored(body.getLong(), body.getLong());
    var keyId = body.getLong();
    var payloadBytes = body.getInt();
    var id = text(body);
    var caller = text(body);
    var origin = new TraceOrigin(caller, "", text(body), text(body), text(body));
    var outcome =
        new TraceOutcome(text(body), text(body), text(body), text(body), text(body), tokens);
    var context = new byte[body.position()];
    var sealed = new byte[body.remaining()];
    body.get(sealed).rewind().get(context);
    return Optional.of(
        new SegmentRecord(
            new TraceRow(id, startedAt, duration, origin, outcome),
            codec,
            keyId,
            payloadBytes,
            context,
            sealed));
  }

  private static int checksum(ByteBuffer buffer, int offset, int body) {
    var crc = new CRC32C();
    crc.update(buffer.slice(offset + 4, 4));
    crc.update(buffer.slice(offset + FRAME_BYTES, body));
    return (int) crc.getValue();
  }

  private static byte[] bytes(String text) {
    return shortened(text).getBytes(UTF_8);
  }

  private static String shortened(String text) {
    return Prefix.of(text, MAX_TEXT_CHARS);
  }

  private static String text(ByteBuffer body) {
    var bytes = new byte[Short.toUnsignedInt(body.getShort())];
    body.get(bytes);
    return new String(bytes, UTF_8);
  }
}
