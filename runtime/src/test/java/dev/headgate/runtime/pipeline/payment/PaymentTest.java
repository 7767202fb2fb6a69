package dev.headgate.runtime.pipeline.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Allowance;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Cost;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an attempt holds while it runs.
final class PaymentTest {
  private static final Duration TOTAL = Duration.ofMinutes(15);
  private static final Usage REPORTED = Usage.of(10, 0, 500, 0);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong spent = new AtomicLong();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void growsInStepsOfAQuarterAsLongAsThereIsMoney() {
    var hold = new Purseful(1_000, 1_000_000);
    var payment = payment(new PerToken(), hold, 1_000);

    assertThat(payment.outgrows(1_000)).isFalse();
    assertThat(payment.outgrows(1_001)).isTrue();
    payment.grow(1_001, Usage.NONE);
    assertThat(hold.amount().nanos()).isEqualTo(100 + 1_001 + 250);
    assertThat(payment.outgrows(1_251)).isFalse();
  }

  @Test
  void takesSmallerStepsWhereLittleIsLeftAndEndsWhereNothingIs() {
    var hold = new Purseful(1_000, 1_170);
    var payment = payment(new PerToken(), hold, 1_000);

    payment.grow(1_001, Usage.NONE);
    assertThat(hold.amount().nanos()).isEqualTo(100 + 1_001 + 62);
    assertThatThrownBy(() -> payment.grow(1_100, Usage.NONE))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED));
    payment.ended(new AttemptObserver.Reported.Unknown(Usage.NONE));
    assertThat(spent).hasValue(1_163);
  }

  @Test
  void whatIsReportedOfTheInputIsNoLongerBounded() {
    var hold = new Purseful(1_000, 1_000_000);
    var payment = payment(new PerToken(), hold, 1_000);

    payment.grow(1_001, Usage.of(10, 0, 900, 0));

    assertThat(hold.amount().nanos()).isEqualTo(10 + 1_001 + 250);
  }

  @Test
  void holdsNoMoreThanTheCallBeforeItDoes() {
    var hold = new Purseful(1_000, 1_000_000);
    var grant = new Grant(200);
    var payment = new Payment(terms(new PerToken(), 1_000), hold, grant, till);

    payment.grow(1_001, Usage.NONE);

    assertThat(hold.amount().nanos()).isEqualTo(100 + 1_001 + 62);
    assertThat(grant.left()).isEqualTo(200 - 163);
    payment.ended(new AttemptObserver.Reported.Used(REPORTED, "m", ""));
    assertThat(grant.left()).isEqualTo(200 - 163 + 1_163 - 510);
  }

  @Test
  void prolongsTheTimeThatIsPaidBeforeItIsOver() throws Exception {
    var hold = new Purseful(Duration.ofMillis(1_200).toNanos(), Long.MAX_VALUE);
    var payment = payment(new PerNano(), hold, 0);
    payment.watchTime(
        timer,
        why -> {
          throw why;
        });

    var more = hold.asked.poll(10, TimeUnit.SECONDS);

    assertThat(more).isEqualTo(Payment.SPAN.toNanos());
    payment.ended(new AttemptObserver.Reported.Used(REPORTED, "m", ""));
    assertThat(spent.get()).isLessThan(Duration.ofSeconds(11).toNanos());
  }

  @Test
  void endsTheCallBeforeUnpaidTimeBegins() throws Exception {
    var held = Duration.ofMillis(900).toNanos();
    var hold = new Purseful(held, held);
    var payment = payment(new PerNano(), hold, 0);
    var ends = new LinkedBlockingQueue<CallFailed>();
    payment.watchTime(timer, ends::add);

    var why = ends.poll(10, TimeUnit.SECONDS);

    assertThat(why).isNotNull();
    assertThat(why.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    payment.ended(new AttemptObserver.Reported.Unknown(Usage.NONE));
    assertThat(spent).hasValue(held);
  }

  private final Payment.Till till =
      new Payment.Till() {
        @Override
        public void paid(Money cost) {
          spent.set(cost.nanos());
        }

        @Override
        public void took(Usage usage) {
          // Limits are another test's.
        }
      };

  private Payment payment(Price price, Hold hold, long paidTokens) {
    return new Payment(terms(price, paidTokens), hold, new Grant(Grant.NONE), till);
  }

  private static Payment.Terms terms(Price price, long paidTokens) {
    return new Payment.Terms(
        "m",
        new Payment.Rates(Optional.of(price), List.of(price), ""),
        new CallBound(100, 0, 1, 0, TOTAL),
        0,
        paidTokens,
        TOTAL);
  }

  /// Money of which there is an end.
  private static final class Purseful implements Hold {
    private final LinkedBlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    private final AtomicLong held;
    private final long most;

    Purseful(long held, long most) {
      this.held = new AtomicLong(held);
      this.most = most;
    }

    @Override
    public Money amount() {
      return new Money(held.get());
    }

    @Override
    public boolean isLimited() {
      return true;
    }

    @Override
    public void awaitDurable() {}

    @Override
    public boolean extend(Money more) {
      asked.add(more.nanos());
      return held.get() + more.nanos() <= most && held.addAndGet(more.nanos()) > 0;
    }

    @Override
    public void settle(Money actual, Usage usage, String responseModel) {}

    @Override
    public void cancel() {}

    @Override
    public void settleEstimated() {}
  }

  /// A nano-dollar for every token.
  private static class PerToken implements Price {
    @Override
    public Cost of(Usage usage, Duration took) {
      return Cost.other(BigDecimal.valueOf(usage.input().total() + usage.output().total(), 9));
    }

    @Override
    public Money atMost(CallBound bound) {
      return new Money(bound.inputTokens() + bound.totalOutputTokens());
    }

    @Override
    public long outputTokensFor(Money amount, CallBound bound) {
      return amount.nanos() - bound.inputTokens();
    }

    @Override
    public boolean chargesTokens() {
      return true;
    }

    @Override
    public Optional<Duration> timeFor(Money amount) {
      return Optional.empty();
    }

    @Override
    public Allowance allowance() {
      return Allowance.DEFAULT;
    }
  }

  /// A nano-dollar for every nanosecond.
  private static final class PerNano extends PerToken {
    @Override
    public Cost of(Usage usage, Duration took) {
      return Cost.other(BigDecimal.valueOf(took.toNanos(), 9));
    }

    @Override
    public Money atMost(CallBound bound) {
      return new Money(bound.time().toNanos());
    }

    @Override
    public boolean chargesTokens() {
      return false;
    }

    @Override
    public Optional<Duration> timeFor(Money amount) {
      return Optional.of(Duration.ofNanos(amount.nanos()));
    }
  }
}
