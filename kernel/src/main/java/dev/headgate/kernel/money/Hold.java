package dev.headgate.kernel.money;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;

/// Money reserved for one request to a provider. Whoever has it settles it once; closing it
/// unsettled settles it at what was held, marked as an estimate, since the provider may have
/// charged for it. Thread-safe.
public interface Hold extends AutoCloseable {
  /// What the request may cost at most. It is less than the worst case where a budget is near its
  /// end: the caller then lowers `max_tokens` with [WorstCase#maxTokensWithin].
  Money amount();

  /// Whether a hard budget counts on the amount; if not, nothing is limited.
  boolean isLimited();

  /// Waits until the hold survives a crash; called before the first byte goes to the caller.
  ///
  /// @throws CallFailed `STORAGE_FULL` or `STORAGE_FAILED`; the call must end
  void awaitDurable();

  /// Reserves more, all of it or nothing. Where it returns false, a stream is cut.
  boolean extend(Money more);

  /// Records what the request cost and gives the rest back. Only the first settling counts.
  void settle(Money actual, Usage usage, String responseModel);

  /// Records that nothing was asked of the provider: no line, and everything goes back.
  void cancel();

  /// Settles at what is held, as an estimate, unless it was settled.
  void settleEstimated();

  @Override
  default void close() {
    settleEstimated();
  }
}
