package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Cancels a part of a call when its time is up or the call's caller goes away.
final class Deadline implements AutoCloseable {
  private final Cancellation part = new Cancellation();
  private final Cancellation caller;
  private final ScheduledFuture<?> alarm;

  Deadline(Duration after, Cancellation caller, ScheduledExecutorService timer) {
    this.caller = caller;
    caller.arm(part::cancel);
    alarm = timer.schedule(part::cancel, after.toMillis(), TimeUnit.MILLISECONDS);
  }

  Cancellation cancellation() {
    return part;
  }

  /// Whether time ran out while the caller was still there.
  boolean isOver() {
    return part.isCancelled() && !part.isCutOff() && !caller.isCancelled();
  }

  @Override
  public void close() {
    alarm.cancel(false);
    var _ = caller.disarm();
  }
}
