package dev.headgate.kernel.chat;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Stops a call from another thread by closing what the call is waiting for. Armed before the
/// provider is asked, disarmed before its connection is given to another call. Thread-safe.
public final class Cancellation {
  private @Nullable Closeable target;
  private boolean cancelled;

  /// Closes `closeable` when the call is cancelled, at once if it already was.
  public synchronized void arm(Closeable closeable) {
    if (cancelled) {
      close(closeable);
      throw cancelled();
    }
    target = closeable;
  }

  /// Returns false if what was armed has been closed in the meantime.
  public synchronized boolean disarm() {
    target = null;
    return !cancelled;
  }

  public synchronized void cancel() {
    cancelled = true;
    if (target != null) {
      var closing = target;
      target = null;
      close(closing);
    }
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Throws if the call has been cancelled.
  public void check() {
    if (isCancelled()) {
      throw cancelled();
    }
  }

  private static CallFailed cancelled() {
    return new CallFailed(
        ErrorCode.CALL_CANCELLED, "the caller went away before the answer was complete");
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
