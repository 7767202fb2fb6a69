package dev.headgate.runtime.pipeline.payment;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.TieredPrice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The money of one attempt: what is held for it, for how many tokens and for how long that lasts,
/// and what it cost. A hold grows with an answer that outgrows it; where the budget does not allow
/// that, the attempt is cut before it costs more. Thread-safe.
final class Payment implements AttemptObserver.Ending {
  /// What time is paid for at first, and at least whenever it is prolonged.
  static final Duration SPAN = Duration.ofSeconds(10);

  // A hold grows by a quarter of what was used, so that a long answer asks rarely and holds little
  // that it does not need.
  private static final int GROWTH = 4;
  private static final long MIN_STEP_TOKENS = 64;

  // Less than that is not worth another question to the budget.
  private static final long LEAST_STEP_TOKENS = 4;
  private static final Duration LEAST_SPAN = Duration.ofSeconds(1);

  // Time to close the connection before what is paid for is over.
  private static final Duration MARGIN = Duration.ofMillis(200);

  private final Terms terms;
  private final Hold hold;
  private final Grant grant;
  private final Till till;
  private final long beganAt = System.nanoTime();
  private Consumer<CallFailed> cut = _ -> {};
  private @Nullable Future<?> alarm;
  private boolean wasCut;
  private boolean over;
  // Written by the answer's own thread alone.
  private long paidTokens;

  /// What was agreed when the attempt began.
  ///
  /// @param model the provider's name of it
  /// @param bound what the request can use; of a request without one, what is known of it
  /// @param maxTokens most output tokens that the request may ask for, 0 for no limit
  /// @param paidTokens output tokens of all choices that what is held pays for
  /// @param total the longest time that the call may take
  record Terms(
      String model, Rates rates, CallBound bound, int maxTokens, long paidTokens, Duration total) {}

  /// What is charged.
  ///
  /// @param price empty if nobody knows
  /// @param dearest of the tiers that may serve the request; empty if nobody knows the price
  /// @param askedTier the tier that the request names, empty if none
  record Rates(Optional<Price> price, List<Price> dearest, String askedTier) {
    boolean chargesTokens() {
      return price.isEmpty() || price.get().chargesTokens();
    }

    Money atMost(CallBound bound) {
      return dearest.stream().map(price -> price.atMost(bound)).reduce(Money.ZERO, Money::max);
    }

    Money of(Usage usage, Duration took, String servedTier) {
      return price
          .map(known -> charging(known, servedTier).of(usage, took).total())
          .orElse(Money.ZERO);
    }

    private Price charging(Price known, String servedTier) {
      return known instanceof TieredPrice tiered ? tiered.charging(askedTier, servedTier) : known;
    }
  }

  /// Where attempts that are over add up.
  interface Till {
    void paid(Money cost);

    /// @param usage [Usage#NONE] if nobody knows
    void took(Usage usage);
  }

  /// @param hold is this attempt's from now on
  Payment(Terms terms, Hold hold, Grant grant, Till till) {
    this.terms = terms;
    this.hold = hold;
    this.grant = grant;
    this.till = till;
    this.paidTokens = terms.paidTokens();
  }

  @Override
  public int maxTokens() {
    return terms.maxTokens();
  }

  @Override
  public long granted() {
    var limited = hold.isLimited() || grant.isLimited();
    return limited && hold.amount().isPositive() ? hold.amount().nanos() : grant.left();
  }

  @Override
  public void awaitDurable() {
    hold.awaitDurable();
  }

  // Time costs money whether or not the provider says anything, so a clock has to watch it.
  @Override
  public void watchTime(ScheduledExecutorService timer, Consumer<CallFailed> end) {
    var paid = terms.rates().price().flatMap(price -> price.timeFor(hold.amount()));
    if (paid.isPresent() && hold.amount().isPositive()) {
      synchronized (this) {
        cut = end;
        awaitHalf(timer, paid.get());
      }
    }
  }

  private synchronized void awaitHalf(ScheduledExecutorService timer, Duration paid) {
    if (over || paid.compareTo(terms.total()) >= 0) {
      return;
    }
    var left = paid.minus(elapsed());
    var half = left.dividedBy(2);
    var isLast = half.compareTo(MARGIN) < 0;
    var pause = isLast ? left.minus(MARGIN) : half;
    alarm =
        timer.schedule(
            () -> Thread.ofVirtual().name("hold").start(() -> prolong(timer, paid, isLast)),
            Math.max(0, pause.toNanos()),
            TimeUnit.NANOSECONDS);
  }

  private void prolong(ScheduledExecutorService timer, Duration paid, boolean isLast) {
    var most = terms.total().minus(paid);
    var step = longer(SPAN, elapsed().dividedBy(GROWTH));
    step = step.compareTo(most) < 0 ? step : most;
    for (; step.isPositive(); step = shorter(step, most)) {
      var until = paid.plus(step);
      var more = terms.rates().atMost(terms.bound().withTime(until)).minus(hold.amount());
      if (extend(more)) {
        awaitHalf(timer, until);
        return;
      }
    }
    if (isLast) {
      cutOff();
    } else {
      awaitHalf(timer, paid);
    }
  }

  private static Duration shorter(Duration step, Duration most) {
    return step.compareTo(LEAST_SPAN) > 0 && most.compareTo(LEAST_SPAN) > 0
        ? longer(LEAST_SPAN, step.dividedBy(GROWTH))
        : Duration.ZERO;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void cutOff() {
    Consumer<CallFailed> end;
    synchronized (this) {
      if (over) {
        return;
      }
      wasCut = true;
      end = cut;
    }
    end.accept(
        exceeded(
            "the call took longer than the %s that are held for it pay for"
                .formatted(hold.amount())));
  }

  @Override
  public boolean outgrows(long tokens) {
    return tokens > paidTokens;
  }

  @Override
  public void grow(long tokens, Usage reported) {
    if (terms.rates().price().isEmpty() || !terms.rates().chargesTokens()) {
      paidTokens = Long.MAX_VALUE;
      return;
    }
    var known = reported.input().total();
    var bound =
        new CallBound(
            known == 0 ? terms.bound().inputTokens() : known,
            tokens,
            1,
            Math.max(terms.bound().searches(), reported.searches()),
            terms.bound().time());
    for (var step = Math.max(MIN_STEP_TOKENS, tokens / GROWTH);
        step >= LEAST_STEP_TOKENS;
        step /= GROWTH) {
      var until = tokens + step;
      if (extend(terms.rates().atMost(bound.withOutputTokens(until)).minus(hold.amount()))) {
        paidTokens = until;
        return;
      }
    }
    throw exceeded(
        "the provider has written %d tokens and goes on, beyond what the %s that are held for the call pay for"
            .formatted(tokens, hold.amount()));
  }

  private static CallFailed exceeded(String what) {
    return new CallFailed(
        ErrorCode.BUDGET_EXCEEDED,
        what + ", and the budget has no more; its answer was cut. Raise the budget's limit");
  }

  private boolean extend(Money more) {
    if (!more.isPositive()) {
      return true;
    }
    if (!grant.takeMore(more.nanos())) {
      return false;
    }
    if (hold.extend(more)) {
      return true;
    }
    grant.putBack(more.nanos());
    return false;
  }

  @Override
  public void ended(AttemptObserver.Reported reported) {
    boolean cutShort;
    synchronized (this) {
      over = true;
      cutShort = wasCut;
      if (alarm != null) {
        var _ = alarm.cancel(false);
      }
    }
    switch (reported) {
      case AttemptObserver.Reported.Used(var usage, var model, var tier) -> {
        till.took(usage);
        if (usage.equals(Usage.NONE) && terms.rates().chargesTokens()) {
          settleEstimated();
        } else {
          settle(cost(usage, tier), usage, model);
        }
      }
      case AttemptObserver.Reported.Nothing _ -> {
        grant.putBack(hold.amount().nanos());
        hold.cancel();
      }
      case AttemptObserver.Reported.Unknown(var usage) -> {
        till.took(Usage.NONE);
        var least = cost(usage, "");
        if (least.isMoreThan(hold.amount()) && !cutShort) {
          settle(least, usage, terms.model());
        } else {
          settleEstimated();
        }
      }
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - beganAt);
  }

  private Money cost(Usage usage, String servedTier) {
    return terms.rates().of(usage, elapsed(), servedTier);
  }

  private void settle(Money cost, Usage usage, String responseModel) {
    // What time has cost is measured here and is no surprise of the provider's: it is held first.
    if (!terms.rates().chargesTokens() && cost.isMoreThan(hold.amount())) {
      var _ = extend(cost.minus(hold.amount()));
    }
    grant.putBack(hold.amount().nanos() - cost.nanos());
    hold.settle(cost, usage, responseModel);
    till.paid(cost);
  }

  private void settleEstimated() {
    hold.settleEstimated();
    till.paid(hold.amount());
  }
}
