package dev.headgate.runtime.pipeline.payment;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.WorstCase;
import java.util.concurrent.atomic.AtomicLong;

/// What the call that led to this one holds for it: this call's attempts together hold no more.
/// Thread-safe.
public final class Grant {
  /// No call led to this one, or it has no bound of its own.
  public static final long NONE = -1;

  private final boolean limited;
  private final AtomicLong left;

  /// @param nanos in nano-dollars, [#NONE] for no limit
  public Grant(long nanos) {
    this.limited = nanos != NONE;
    this.left = new AtomicLong(nanos);
  }

  boolean isLimited() {
    return limited;
  }

  /// Nano-dollars that no attempt holds, [#NONE] if there is no limit.
  public long left() {
    return limited ? Math.max(0, left.get()) : NONE;
  }

  /// Takes what an attempt may cost at most, or less if it can still be of use with that.
  ///
  /// @return the bound with what was taken
  Bound take(Bound bound) {
    if (!limited) {
      return bound;
    }
    return switch (bound) {
      case Bound.Known(var worst) -> new Bound.Known(take(worst));
      case Bound.Unbounded(var remedy, _) ->
          throw new CallFailed(
              ErrorCode.BUDGET_UNBOUNDED,
              "the call that led to this one has a hard budget, and nothing bounds what this one may cost; "
                  + remedy);
      case Bound.Unpriced(var model) ->
          throw new CallFailed(
              ErrorCode.BUDGET_UNPRICED,
              "the call that led to this one has a hard budget, and no price of the model \"%s\" is known; declare one with price (input and output, per-second, or free: true)"
                  .formatted(model));
    };
  }

  private WorstCase take(WorstCase worst) {
    while (true) {
      var now = left.get();
      var taken = Math.min(worst.amount().nanos(), Math.max(0, now));
      if (taken < worst.minimumUseful().nanos()) {
        throw new CallFailed(
            ErrorCode.BUDGET_EXCEEDED,
            "the call that led to this one holds %s for it, and this one may cost %s; raise the budget of that one or lower max_tokens"
                .formatted(new Money(Math.max(0, now)), worst.amount()));
      }
      if (left.compareAndSet(now, now - taken)) {
        return new WorstCase(new Money(taken), worst.minimumUseful());
      }
    }
  }

  /// Takes more, all of it or nothing.
  boolean takeMore(long nanos) {
    if (!limited) {
      return true;
    }
    while (true) {
      var now = left.get();
      if (now < nanos) {
        return false;
      }
      if (left.compareAndSet(now, now - nanos)) {
        return true;
      }
    }
  }

  /// What an attempt does not need after all; below zero for what it took beyond its bound.
  void putBack(long nanos) {
    if (limited) {
      var _ = left.addAndGet(nanos);
    }
  }
}
