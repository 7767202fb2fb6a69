package dev.headgate.store.traces;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// A real disk that can be told to be full or to break.
final class FailingDisk implements SegmentFolder.Opener {
  final AtomicInteger forced = new AtomicInteger();
  volatile boolean full;
  volatile boolean failing;
  volatile boolean refusing;

  @Override
  public SegmentFile open(Path path) throws IOException {
    if (refusing) {
      throw new IOException("Too many open files");
    }
    var real = new ChannelFile(path);
    return new SegmentFile() {
      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        if (full) {
          // A full disk takes the first part.
          real.write(bytes.slice(0, bytes.remaining() / 2), position);
          throw new IOException("No space left on device");
        }
        real.write(bytes, position);
      }

      @Override
      public void force() throws IOException {
        if (failing) {
          throw new IOException("Input/output error");
        }
        forced.incrementAndGet();
        real.force();
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }
}
