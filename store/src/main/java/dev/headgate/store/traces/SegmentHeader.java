package dev.headgate.store.traces;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The first bytes of a segment: magic, number, salt, checksum.
///
/// @param salt by chance, so that no two segments ever use the same nonce
record SegmentHeader(int number, byte[] salt) {
  static final int BYTES = 32;
  static final int SALT_BYTES = 12;
  private static final long MAGIC = 0x48475452_53454731L; // "HGTRSEG1"
  private static final int CHECKED_BYTES = 8 + 4 + SALT_BYTES;

  ByteBuffer encode() {
    var buffer = ByteBuffer.allocate(BYTES).putLong(MAGIC).putInt(number).put(salt);
    var crc = new CRC32C();
    crc.update(buffer.array(), 0, CHECKED_BYTES);
    buffer.putInt((int) crc.getValue());
    return buffer.clear();
  }

  /// The header; empty if it is not whole.
  static Optional<SegmentHeader> read(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(BYTES);
    try {
      readFully(channel, buffer, 0);
    } catch (EOFException _) {
      return Optional.empty();
    }
    var crc = new CRC32C();
    crc.update(buffer.array(), 0, CHECKED_BYTES);
    buffer.flip();
    var magic = buffer.getLong();
    var number = buffer.getInt();
    var salt = new byte[SALT_BYTES];
    buffer.get(salt);
    return magic == MAGIC && buffer.getInt() == (int) crc.getValue()
        ? Optional.of(new SegmentHeader(number, salt))
        : Optional.empty();
  }

  /// A nonce of 96 bits: the salt, with the record's position mixed into its last 64.
  byte[] nonce(long position) {
    var nonce = ByteBuffer.wrap(salt.clone());
    nonce.putLong(4, nonce.getLong(4) ^ position);
    return nonce.array();
  }

  static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the segment ends at " + (position + buffer.position()));
      }
    }
  }
}
