package dev.headgate.store.traces;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A file that many threads write at places of their own. Thread-safe.
interface SegmentFile extends AutoCloseable {
  /// Writes all of the bytes, as one write(2) where the system lets it.
  void write(ByteBuffer bytes, long position) throws IOException;

  /// Returns when what was written before is on the disk.
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
