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
  private boolean overdue;
  private @Nullable CallFailed reason;

  /// Closes `closeable` when the call is cancelled, at once if it already was.
  public synchronized void arm(Closeable closeable) {
    if (cancelled) {
      close(closeable);
      throw failure();
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

  /// Cancels because the call has lasted for too long; its caller is still there.
  public synchronized void expire() {
    overdue = !cancelled;
    cancel();
  }

  /// Cancels because the call must not go on; its caller is still there.
  public synchronized void cutOff(CallFailed because) {
    if (!cancelled) {
      reason = because;
    }
    cancel();
  }

  /// Whether somebody else than its caller or its time has ended it.
  public synchronized boolean isCutOff() {
    return reason != null;
  }

  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Throws if the call has been cancelled.
  public void check() {
    if (isCancelled()) {
      throw failure();
    }
  }

  /// What ends a call that was cancelled: `CALL_CANCELLED`, `CALL_TIMEOUT` if it had lasted for too
  /// long, or the reason that was given.
  public CallFailed failure() {
    return failure(null);
  }

  /// The same, met as `cause`: whatever breaks after a call was cancelled broke because it was.
  public synchronized CallFailed failure(@Nullable CallFailed cause) {
    if (reason != null) {
      return reason;
    }
    var code = overdue ? ErrorCode.CALL_TIMEOUT : ErrorCode.CALL_CANCELLED;
    if (cause != null && cause.code() == code) {
      return cause;
    }
    return new CallFailed(
        code,
        overdue
            ? "the call lasted longer than it may; ask for less, or raise limits.max-call-duration or the deadline that was sent"
            : "the caller went away before the answer was complete",
        cause);
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
