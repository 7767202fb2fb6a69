package dev.headgate.runtime.pipeline.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.kernel.money.CallBound;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Hold;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.TieredPrice;
import dev.headgate.kernel.money.WorstCase;
import dev.headgate.runtime.limits.Entered;
import dev.headgate.runtime.limits.LimitsConfig.CallBounds;
import dev.headgate.runtime.routing.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The money of one call. Every attempt holds the most that it may cost before it is sent, waits
/// until that is on record before the caller sees a byte, and settles when it is over. Thread-safe.
public final class Purse implements Payment.Till {
  private final BudgetLedger ledger;
  private final Function<Deployment.Remote, Optional<Price>> prices;
  private final CallBounds bounds;
  private final Charge who;
  private final Grant grant;
  private final AtomicLong spentNanos = new AtomicLong();
  private final AtomicLong tokens = new AtomicLong();
  private final AtomicInteger untold = new AtomicInteger();
  private final @Nullable Purse whole;

  /// @param grant what the call that led to this one holds for it
  public Purse(
      BudgetLedger ledger,
      Function<Deployment.Remote, Optional<Price>> prices,
      CallBounds bounds,
      Charge who,
      Grant grant) {
    this(ledger, prices, bounds, who, grant, null);
  }

  private Purse(
      BudgetLedger ledger,
      Function<Deployment.Remote, Optional<Price>> prices,
      CallBounds bounds,
      Charge who,
      Grant grant,
      @Nullable Purse whole) {
    this.ledger = ledger;
    this.prices = prices;
    this.bounds = bounds;
    this.who = who;
    this.grant = grant;
    this.whole = whole;
  }

  /// The same money for a part of the call that runs beside others: what it takes is counted by
  /// itself, and in the whole too.
  public Purse beside() {
    return new Purse(ledger, prices, bounds, who, grant, this);
  }

  /// What the call has cost so far.
  public Money spent() {
    return new Money(spentNanos.get());
  }

  /// What the attempts that are over have taken of tokens.
  ///
  /// @param reported by providers
  /// @param untold attempts of which no provider has said how much
  public record Taken(long reported, int untold) {
    public static final Taken NOTHING = new Taken(0, 0);
  }

  public Taken taken() {
    return new Taken(tokens.get(), untold.get());
  }

  /// Puts right what limits hold of tokens: what providers have reported, and the most for each
  /// attempt of which they have not.
  ///
  /// @param before what had been taken when the limits were entered
  public void settleTokens(Entered entered, Taken before) {
    var now = taken();
    entered.settleTokens(now.reported - before.reported, now.untold - before.untold);
  }

  @Override
  public void paid(Money cost) {
    spentNanos.addAndGet(cost.nanos());
    if (whole != null) {
      whole.paid(cost);
    }
  }

  @Override
  public void took(Usage usage) {
    if (usage.input().total() + usage.output().total() == 0) {
      untold.incrementAndGet();
    } else {
      tokens.addAndGet(usage.input().total() + usage.output().total());
    }
    if (whole != null) {
      whole.took(usage);
    }
  }

  /// Pays for the attempts at a request.
  ///
  /// @param model that was chosen for it, for which it counts as for the one that it names
  public AttemptObserver paying(RequestFacts facts, String model) {
    return paying(facts, who.and(Dimension.MODEL, model));
  }

  private AttemptObserver paying(RequestFacts facts, Charge who) {
    return (deployment, said) ->
        begin(deployment, said.isEmpty() ? facts : facts.withText(said), who);
  }

  /// Pays for the attempts at a request whose answer has no tokens, such as vectors.
  public AttemptObserver payingForInput(RequestFacts facts) {
    return paying(facts.withMaxTokens(0), who);
  }

  /// Pays for the attempts at a request of a feature's, which counts for the model that it names.
  ///
  /// @param model that was chosen for it, for which it counts too
  public AttemptObserver paying(ChatRequest request, String model) {
    var bytes = 0L;
    for (var message : request.messages()) {
      bytes += message.text().getBytes(UTF_8).length;
    }
    var most = request.settings().maxTokens();
    var output =
        new RequestFacts.Output(
            most == null ? RequestFacts.Output.NO_LIMIT : most, 1, request.stream());
    return paying(
        new RequestFacts(bytes, request.messages().size(), 0, 0, 0, output),
        who.with(Dimension.MODEL, request.model()).and(Dimension.MODEL, model));
  }

  private AttemptObserver.Ending begin(
      Deployment.Remote deployment, RequestFacts facts, Charge who) {
    var usual = facts.output().isLimited() ? 0 : OutputBound.of(facts, deployment, bounds);
    var asked = usual == 0 ? facts : facts.withMaxTokens(usual);
    var price = prices.apply(deployment);
    var dearest = price.map(known -> mayCharge(known, asked.atProvider().tier())).orElse(List.of());
    var total = price.flatMap(known -> known.timeFor(Money.ZERO)).isPresent() ? span() : longest();
    var worst = price.flatMap(_ -> WorstCase.of(asked, dearest, total));
    var bound = grant.take(bound(deployment, asked, dearest, worst));
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
      var rates = new Payment.Rates(price, dearest, asked.atProvider().tier());
      return new Payment(terms(deployment, rates, asked, usual, hold), hold, grant, this);
    } catch (RuntimeException e) {
      grant.putBack(hold.amount().nanos());
      hold.cancel();
      throw e;
    }
  }

  private static List<Price> mayCharge(Price price, String tier) {
    return price instanceof TieredPrice tiered ? tiered.mayCharge(tier) : List.of(price);
  }

  private Duration longest() {
    return bounds.maxDuration();
  }

  private Duration span() {
    return longest().compareTo(Payment.SPAN) < 0 ? longest() : Payment.SPAN;
  }

  private Payment.Terms terms(
      Deployment.Remote deployment, Payment.Rates rates, RequestFacts asked, int usual, Hold hold) {
    var limited = hold.isLimited() || grant.isLimited();
    var maxTokens = limited ? maxTokens(hold, asked, usual, rates.dearest()) : usual;
    var known =
        rates.dearest().stream()
            .findFirst()
            .flatMap(price -> WorstCase.bound(asked, price, longest()));
    var most = maxTokens > 0 ? maxTokens : asked.output().maxTokens();
    return new Payment.Terms(
        deployment.model(),
        rates,
        known.orElseGet(() -> new CallBound(asked.bytes(), 0, 1, 0, longest())),
        maxTokens,
        known.isPresent() ? most * asked.output().choices() : 0,
        longest());
  }

  private Bound bound(
      Deployment.Remote deployment,
      RequestFacts asked,
      List<Price> prices,
      Optional<WorstCase> worst) {
    if (prices.isEmpty()) {
      return new Bound.Unpriced(deployment.name());
    }
    return worst
        .<Bound>map(Bound.Known::new)
        .orElseGet(
            () -> new Bound.Unbounded(remedy(asked), WorstCase.ofKnown(asked, prices, longest())));
  }

  private static String remedy(RequestFacts asked) {
    var state = asked.atProvider().state();
    if (!state.isEmpty()) {
      return "\"%s\" brings in what only the provider has; send it in the request instead"
          .formatted(state);
    }
    return asked.mediaItems() > 0
        ? "declare media-tokens in the deployment's price"
        : "declare searches-per-tool and tokens-per-search in the deployment's price";
  }

  private int maxTokens(Hold hold, RequestFacts asked, int usual, List<Price> prices) {
    if (prices.stream().noneMatch(Price::chargesTokens)) {
      return usual;
    }
    var most =
        WorstCase.maxTokensWithin(hold.amount(), asked, prices, longest())
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.BUDGET_EXCEEDED,
                    "what is left of the budget does not pay for a useful answer; raise its limit"));
    return Math.toIntExact(Math.min(most, Integer.MAX_VALUE));
  }
}
