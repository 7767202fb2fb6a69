package dev.headgate.store.traces;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Finds every whole record of a segment, whatever lies between them: a torn tail, holes, bytes
/// that a disk has turned. After something that is no record it goes on at the next multiple of 8.
final class SegmentScanner {
  private static final int WINDOW_BYTES = 1 << 20;

  /// Takes the records in the order of their places.
  @FunctionalInterface
  interface Visitor {
    void found(long position, int bytes, TraceRow row);
  }

  private SegmentScanner() {}

  static void scan(Path path, long from, Visitor visitor) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var size = channel.size();
      var window = new Window(channel, size);
      var position = Math.max(from, SegmentHeader.BYTES);
      while (position + SegmentRecord.FRAME_BYTES <= size) {
        position += window.visit(position, visitor);
      }
    }
  }

  /// The part of the file that is in memory.
  private static final class Window {
    private final FileChannel channel;
    private final long size;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long start;

    Window(FileChannel channel, long size) {
      this.channel = channel;
      this.size = size;
    }

    /// Looks at one place and returns how far the next one is away.
    int visit(long position, Visitor visitor) throws IOException {
      require(position, SegmentRecord.FRAME_BYTES);
      var body = SegmentRecord.bodyBytes(bytes, (int) (position - start));
      if (body < 0 || body > size - position - SegmentRecord.FRAME_BYTES) {
        return SegmentRecord.ALIGNMENT;
      }
      require(position, SegmentRecord.FRAME_BYTES + body);
      var record = SegmentRecord.decode(bytes, (int) (position - start));
      if (record.isEmpty()) {
        return SegmentRecord.ALIGNMENT;
      }
      var length = SegmentRecord.size(0, body);
      visitor.found(position, length, record.get().row());
      return length;
    }

    private void require(long position, int length) throws IOException {
      if (position >= start && position + length <= start + bytes.limit()) {
        return;
      }
      var wanted = (int) Math.min(size - position, Math.max(length, WINDOW_BYTES));
      if (bytes.capacity() < wanted) {
        bytes = ByteBuffer.allocate(wanted);
      }
      bytes.clear().limit(wanted);
      start = position;
      try {
        SegmentHeader.readFully(channel, bytes, position);
      } catch (EOFException e) {
        throw new IOException("the segment shrank while it was read", e);
      }
      bytes.flip();
    }
  }
}
