package dev.headgate.store.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// A file of no use but its size. It is given up when the disk is full, so that there is room to
/// finish what was begun and to write down that the disk was full, and comes back when there is
/// space again. Thread-safe.
public final class Ballast {
  static final int BYTES = 8 << 20;

  /// Free space from which on the reserve is taken: what is left beside it must not be full again
  /// at once, or the reserve would take the very space that it has just given.
  static final long WANTED_BYTES = 2L * BYTES + (4 << 20);

  private final Path file;
  private final Disk disk;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean held;

  /// Tells how much of its disk is free; a seam for tests.
  @FunctionalInterface
  interface Disk {
    long usableBytes() throws IOException;
  }

  Ballast(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /// Whether the reserve is there. False from the moment the disk was full until space is back.
  public boolean isHeld() {
    return held;
  }

  /// Gives the space back to the disk.
  public void release() {
    lock.lock();
    try {
      held = false;
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // The disk is in trouble already, and whoever found that out reports it.
    } finally {
      lock.unlock();
    }
  }

  /// Takes the space again; false if there is not enough yet.
  public boolean restore() {
    lock.lock();
    try {
      if (!Files.exists(file) || Files.size(file) != BYTES) {
        if (disk.usableBytes() < WANTED_BYTES) {
          return false;
        }
        write();
      }
      held = true;
    } catch (IOException _) {
      release();
    } finally {
      lock.unlock();
    }
    return held;
  }

  private void write() throws IOException {
    // Counted bytes and not zeros, so that no file system stores them for nothing.
    var block = ByteBuffer.allocate(1 << 16);
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int written = 0; written < BYTES; ) {
        block.clear();
        while (block.hasRemaining()) {
          block.putInt((written + block.position()) * 0x9E3779B1);
        }
        block.flip();
        while (block.hasRemaining()) {
          written += channel.write(block);
        }
      }
    }
  }
}
