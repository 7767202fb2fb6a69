package dev.headgate.server.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What has been opened so far; closed in reverse. Not thread-safe.
final class Parts implements AutoCloseable {
  private final Deque<Runnable> closers = new ArrayDeque<>();

  <T> T keep(T part, Consumer<T> close) {
    closers.push(() -> close.accept(part));
    return part;
  }

  /// Closes every part, even if others cannot be closed; throws what the first of those met.
  @Override
  public void close() {
    @Nullable RuntimeException failure = null;
    while (!closers.isEmpty()) {
      try {
        closers.pop().run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// Closes every part because of `failure`, which stays the reason whatever closing meets.
  void closeAfter(Exception failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
