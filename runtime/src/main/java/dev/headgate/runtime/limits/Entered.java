package dev.headgate.runtime.limits;

import dev.headgate.kernel.errors.CallFailed;
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

  /// The call has failed. Where no provider can have used anything, nothing is counted.
  public void settleFailed(CallFailed failure, long used) {
    switch (failure.code()) {
      case PROVIDER_UNREACHABLE,
          PROVIDER_RATE_LIMITED,
          PROVIDER_REJECTED,
          DATA_BOUNDARY,
          RATE_LIMITED,
          BUDGET_UNPRICED,
          BUDGET_UNBOUNDED,
          BUDGET_FROZEN,
          OVERLOADED,
          INVALID_REQUEST,
          REQUEST_TOO_LARGE ->
          settleTokens(used);
      default -> {
        // Whether anything was used, and how much, nobody has said.
      }
    }
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
