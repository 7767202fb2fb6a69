package dev.headgate.runtime.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.WorstCase;
import dev.headgate.runtime.limits.LimitsConfig.CallBounds;
import dev.headgate.runtime.routing.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// The money of one call. Every attempt holds the most that it may cost before it is sent, waits
/// until that is on record before the caller sees a byte, and settles when it is over. Thread-safe.
final class Purse {
  private final BudgetLedger ledger;
  private final Function<Deployment.Remote, Optional<Price>> prices;
  private final CallBounds bounds;
  private final Charge who;
  private final Grant grant;
  private final AtomicLong spentNanos = new AtomicLong();

  /// @param grant what the call that led to this one holds for it
  Purse(
      BudgetLedger ledger,
      Function<Deployment.Remote, Optional<Price>> prices,
      CallBounds bounds,
      Charge who,
      Grant grant) {
    this.ledger = ledger;
    this.prices = prices;
    this.bounds = bounds;
    this.who = who;
    this.grant = grant;
  }

  /// What the call has cost so far.
  Money spent() {
    return new Money(spentNanos.get());
  }

  /// Pays for the attempts at a request.
  AttemptObserver paying(RequestFacts facts) {
    var limited =
        facts.output().isLimited() ? facts : facts.withMaxTokens(bounds.maxOutputTokens());
    return (deployment, said) ->
        begin(deployment, said.isEmpty() ? limited : limited.withText(said));
  }

  /// Pays for the attempts at a request whose answer has no tokens, such as vectors.
  AttemptObserver payingForInput(RequestFacts facts) {
    return paying(facts.withMaxTokens(0));
  }

  /// Pays for the attempts at a request of a feature's.
  AttemptObserver paying(ChatRequest request) {
    var bytes = 0L;
    for (var message : request.messages()) {
      bytes += message.text().getBytes(UTF_8).length;
    }
    var most = request.settings().maxTokens();
    var output =
        new RequestFacts.Output(
            most == null ? RequestFacts.Output.NO_LIMIT : most, 1, request.stream());
    return paying(new RequestFacts(bytes, request.messages().size(), 0, 0, 0, output));
  }

  private AttemptObserver.Ending begin(Deployment.Remote deployment, RequestFacts asked) {
    var price = prices.apply(deployment);
    var total = price.flatMap(known -> known.timeFor(Money.ZERO)).isPresent() ? span() : longest();
    var worst = price.flatMap(known -> WorstCase.of(asked, List.of(known), total));
    var bound = grant.take(bound(deployment, price, worst));
    var taken = bound instanceof Bound.Known(var within) ? within.amount().nanos() : 0;
    Hold hold;
    try {
      hold = ledger.hold(who, bound, deployment.provider().system(), deployment.model());
    } catch (RuntimeException e) {
      grant.putBack(taken);
      throw e;
    }
    grant.putBack(taken - hold.amount().nanos());
    try {
      var terms = terms(deployment, price, asked, hold);
      return new Payment(terms, hold, grant, cost -> spentNanos.addAndGet(cost.nanos()));
    } catch (RuntimeException e) {
      grant.putBack(hold.amount().nanos());
      hold.cancel();
      throw e;
    }
  }

  private Duration longest() {
    return bounds.maxDuration();
  }

  private Duration span() {
    return longest().compareTo(Payment.SPAN) < 0 ? longest() : Payment.SPAN;
  }

  private Payment.Terms terms(
      Deployment.Remote deployment, Optional<Price> price, RequestFacts asked, Hold hold) {
    var limited = hold.isLimited() || grant.isLimited();
    var maxTokens = limited ? maxTokens(hold, asked, price.orElseThrow()) : 0;
    var known = price.flatMap(it -> WorstCase.bound(asked, it, longest()));
    var most = limited && maxTokens > 0 ? maxTokens : asked.output().maxTokens();
    return new Payment.Terms(
        deployment.model(),
        price,
        known.orElseGet(() -> new CallBound(asked.bytes(), 0, 1, 0, longest())),
        maxTokens,
        known.isPresent() ? most * asked.output().choices() : 0,
        longest());
  }

  private static Bound bound(
      Deployment.Remote deployment, Optional<Price> price, Optional<WorstCase> worst) {
    if (price.isEmpty()) {
      return new Bound.Unpriced(deployment.name());
    }
    return worst
        .<Bound>map(Bound.Known::new)
        .orElseGet(() ->
            new Bound.Unbounded(
                "declare media-tokens and searches-per-tool in the deployment's price"));
  }

  private int maxTokens(Hold hold, RequestFacts asked, Price price) {
    if (!price.chargesTokens()) {
      return 0;
    }
    var most =
        WorstCase.maxTokensWithin(hold.amount(), asked, List.of(price), longest())
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.BUDGET_EXCEEDED,
                    "what is left of the budget does not pay for a useful answer; raise its limit"));
    return Math.toIntExact(Math.min(most, Integer.MAX_VALUE));
  }
}
