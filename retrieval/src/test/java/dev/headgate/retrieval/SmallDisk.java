package dev.headgate.retrieval;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/// A directory on a disk with so many bytes left.
final class SmallDisk extends FilterDirectory {
  private final AtomicLong freeBytes;

  SmallDisk(Directory disk, AtomicLong freeBytes) {
    super(disk);
    this.freeBytes = freeBytes;
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return limited(super.createOutput(name, context));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    return limited(super.createTempOutput(prefix, suffix, context));
  }

  private IndexOutput limited(IndexOutput output) {
    return new FilterIndexOutput("limited " + output, output.getName(), output) {
      @Override
      public void writeByte(byte b) throws IOException {
        take(1);
        super.writeByte(b);
      }

      @Override
      public void writeBytes(byte[] b, int offset, int length) throws IOException {
        take(length);
        super.writeBytes(b, offset, length);
      }
    };
  }

  private void take(int bytes) throws IOException {
    if (freeBytes.addAndGet(-bytes) < 0) {
      throw new IOException("No space left on device");
    }
  }
}
