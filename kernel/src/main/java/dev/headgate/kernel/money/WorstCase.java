package dev.headgate.kernel.money;

import dev.headgate.kernel.dialects.RequestFacts;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/// What a call may cost at most, whichever of its deployments runs it.
///
/// @param amount the dearest
/// @param minimumUseful the least with which the call can still say something; never more than the
///   amount
public record WorstCase(Money amount, Money minimumUseful) {
  /// Output tokens below which an answer is of no use; a clamp never goes lower, unless the caller
  /// did.
  public static final long USEFUL_OUTPUT_TOKENS = 16;

  /// Time below which a call that is paid by time is of no use.
  public static final Duration USEFUL_TIME = Duration.ofSeconds(1);

  /// The worst case, or empty if the call has no bound.
  ///
  /// @param prices of every deployment that may still run the call
  /// @param total the longest time the call may take
  public static Optional<WorstCase> of(
      RequestFacts facts, Collection<? extends Price> prices, Duration total) {
    var amount = Money.ZERO;
    var minimum = Money.ZERO;
    for (var price : prices) {
      var bound = bound(facts, price, total);
      if (bound.isEmpty()) {
        return Optional.empty();
      }
      var call = bound.get();
      var useful = Math.min(call.outputTokens(), USEFUL_OUTPUT_TOKENS);
      amount = amount.max(price.atMost(call));
      var time = total.compareTo(USEFUL_TIME) < 0 ? total : USEFUL_TIME;
      minimum = minimum.max(price.atMost(call.withOutputTokens(useful).withTime(time)));
    }
    return Optional.of(new WorstCase(amount, minimum));
  }

  /// The `max_tokens` with which a call stays within an amount, whichever deployment runs it; empty
  /// if not even a useful answer fits.
  public static OptionalLong maxTokensWithin(
      Money amount, RequestFacts facts, Collection<? extends Price> prices, Duration total) {
    var tokens = facts.output().maxTokens();
    for (var price : prices) {
      var bound = bound(facts, price, total);
      if (bound.isEmpty()) {
        return OptionalLong.empty();
      }
      tokens = Math.min(tokens, price.outputTokensFor(amount, bound.get()));
    }
    var useful = Math.min(facts.output().maxTokens(), USEFUL_OUTPUT_TOKENS);
    return tokens < useful ? OptionalLong.empty() : OptionalLong.of(tokens);
  }

  /// What a call costs by what is known of it, where it has no bound: its own text at the dearest
  /// rate, and as many output tokens as it may ask for.
  public static Money ofKnown(
      RequestFacts facts, Collection<? extends Price> prices, Duration total) {
    var amount = Money.ZERO;
    for (var price : prices) {
      var input = price.chargesTokens() ? price.allowance().written(facts) : 0;
      var output = Math.max(facts.output().maxTokens(), 0);
      amount =
          amount.max(
              price.atMost(new CallBound(input, output, facts.output().choices(), 0, total)));
    }
    return amount;
  }

  /// What a call can use at most at one price; empty if it has no bound.
  ///
  /// @param total the longest time the call may take
  public static Optional<CallBound> bound(RequestFacts facts, Price price, Duration total) {
    if (!price.chargesTokens()) {
      return Optional.of(
          new CallBound(
              0, Math.max(facts.output().maxTokens(), 0), facts.output().choices(), 0, total));
    }
    var input = price.allowance().inputTokens(facts);
    var searches = price.allowance().searches(facts);
    if (input.isEmpty() || searches.isEmpty() || !facts.output().isLimited()) {
      return Optional.empty();
    }
    return Optional.of(
        new CallBound(
            input.getAsLong(),
            facts.output().maxTokens(),
            facts.output().choices(),
            searches.getAsLong(),
            total));
  }
}
