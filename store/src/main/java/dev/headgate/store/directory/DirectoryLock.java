package dev.headgate.store.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An exclusive lock on a file that says who holds it: pid, address and certificate, a line each.
/// The operating system lets go of it when the process ends, however it ends.
final class DirectoryLock implements AutoCloseable {
  // POSIX gives up all of a process's locks on a file when the process closes any descriptor of it,
  // so a second look from within the same process would silently free the directory. Only a memory
  // as wide as the process can refuse that look before the file is opened.
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();
  private static final int MAX_CONTENT_BYTES = 512;
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private DirectoryLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /// The lock, or who holds it.
  sealed interface Outcome {
    record Held(DirectoryLock lock) implements Outcome {}

    record Taken(Owner owner) implements Outcome {}
  }

  /// Takes the lock and writes down who holds it. Tries again for a moment if it is taken: that may
  /// be somebody who is only looking.
  static Outcome acquire(Path file) throws IOException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      switch (tryLock(file)) {
        case Outcome.Held held -> {
          try {
            var _ = held.lock().announce("", "");
            return held;
          } catch (IOException e) {
            held.lock().close();
            throw e;
          }
        }
        case Outcome.Taken taken -> {
          if (System.nanoTime() - end >= 0 || !pause()) {
            return taken;
          }
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Outcome tryLock(Path file) throws IOException {
    if (!HELD_BY_THIS_PROCESS.add(file)) {
      return new Outcome.Taken(Owner.silent(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    var held = false;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      var lock = channel.tryLock();
      if (lock == null) {
        return new Outcome.Taken(readOwner(channel));
      }
      held = true;
      return new Outcome.Held(new DirectoryLock(file, channel, lock));
    } finally {
      if (!held) {
        HELD_BY_THIS_PROCESS.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /// Who holds the lock; empty if nobody does. Leaves the file as it is.
  static Optional<Owner> findOwner(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return switch (tryLock(file)) {
      case Outcome.Taken(var owner) -> Optional.of(owner);
      case Outcome.Held(var lock) -> {
        lock.close();
        yield Optional.empty();
      }
    };
  }

  /// Writes who holds the lock.
  Owner announce(String address, String certificate) throws IOException {
    var owner = new Owner(ProcessHandle.current().pid(), address, certificate);
    var content = owner.pid() + "\n" + owner.address() + "\n" + owner.certificate() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(content.getBytes(UTF_8)), 0);
    return owner;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    } finally {
      HELD_BY_THIS_PROCESS.remove(file);
    }
  }

  private static String line(String[] lines, int index) {
    return index < lines.length ? lines[index] : "";
  }

  private static Owner readOwner(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(MAX_CONTENT_BYTES);
    channel.read(buffer, 0);
    var lines = new String(buffer.array(), 0, buffer.position(), UTF_8).split("\n", -1);
    var pid = lines[0].matches("\\d{1,18}") ? Long.parseLong(lines[0]) : 0;
    return new Owner(pid, line(lines, 1), line(lines, 2));
  }
}
