package dev.headgate.store.traces;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// A segment on a real disk.
///
/// An interrupt closes a FileChannel for everybody who is using it, and calls are interrupted all
/// the time. So the flag is put aside during a write; and whoever has the channel closed under
/// their hands all the same opens it again for the others and repeats the write, at the same place
/// with the same bytes, by the older kind of file, which knows no interrupts.
final class ChannelFile implements SegmentFile {
  private final Path path;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile FileChannel channel;
  private volatile boolean closed;

  ChannelFile(Path path) throws IOException {
    this.path = path;
    this.channel = open();
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    var content = bytes.duplicate();
    uninterrupted(
        open -> {
          while (bytes.hasRemaining()) {
            open.write(bytes, position + bytes.position() - content.position());
          }
        },
        file -> {
          var copy = new byte[content.remaining()];
          content.get(copy);
          file.seek(position);
          file.write(copy);
        });
  }

  @Override
  public void force() throws IOException {
    uninterrupted(open -> open.force(false), file -> file.getFD().sync());
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
  }

  @FunctionalInterface
  private interface Use<T> {
    void with(T open) throws IOException;
  }

  private void uninterrupted(Use<FileChannel> usual, Use<RandomAccessFile> instead)
      throws IOException {
    var interrupted = Thread.interrupted();
    var open = channel;
    try {
      usual.with(open);
    } catch (ClosedChannelException e) {
      if (closed) {
        throw e;
      }
      interrupted |= Thread.interrupted();
      reopen(open);
      try (var file = new RandomAccessFile(path.toFile(), "rw")) {
        instead.with(file);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // Is it still the very channel that was closed?
  private void reopen(FileChannel dead) throws IOException {
    opening.lock();
    try {
      if (channel == dead) {
        channel = open();
      }
    } finally {
      opening.unlock();
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(path, StandardOpenOption.WRITE);
  }
}
