package dev.headgate.runtime.limits;

import java.util.List;
import java.util.function.LongSupplier;

/// A call that its limits have let in, until it is closed. What it may use at most is held;
/// [#settleTokens] puts that right. Closed without, the most stands: nobody knows what was used.
/// One thread at a time.
public final class Entered implements AutoCloseable {
  static final Entered FREE = new Entered(List.of(), List.of(), 0, () -> 0);

  private final List<Meter> running;
  private final List<Bucket> tokens;
  private final long held;
  private final LongSupplier nanoTime;
  private boolean settled;
  private boolean closed;

  Entered(List<Meter> running, List<Bucket> tokens, long held, LongSupplier nanoTime) {
    this.running = running;
    this.tokens = tokens;
    this.held = held;
    this.nanoTime = nanoTime;
  }

  /// What the call has really used, input and output. Later calls do nothing.
  public void settleTokens(long used) {
    if (settled || tokens.isEmpty()) {
      return;
    }
    settled = true;
    var now = nanoTime.getAsLong();
    tokens.forEach(bucket -> bucket.settle(held, used, now));
  }

  /// What the attempts of a call have used.
  ///
  /// @param used tokens that were reported, of all together
  /// @param untold attempts of which nobody has said how much: each counts at the most
  public void settleTokens(long used, int untold) {
    settleTokens(used + held * untold);
  }

  @Override
  public void close() {
    if (this != FREE && !closed) {
      closed = true;
      settleTokens(held);
      running.forEach(Meter::leave);
    }
  }
}
