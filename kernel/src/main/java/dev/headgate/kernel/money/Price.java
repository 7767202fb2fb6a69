package dev.headgate.kernel.money;

import dev.headgate.kernel.chat.Usage;
import java.time.Duration;
import java.util.Optional;

/// What a model charges at one moment. Immutable.
public interface Price {
  /// A model that costs nothing.
  Price FREE = new FreePrice();

  /// What the usage costs.
  ///
  /// @param took from the request to the end of the answer
  Cost of(Usage usage, Duration took);

  /// What a call within the bound costs at most, at the dearest rate that may apply to it.
  Money atMost(CallBound bound);

  /// The most output tokens that fit into an amount together with the input of the bound, 0 if not
  /// even the input does.
  long outputTokensFor(Money amount, CallBound bound);

  /// Whether it depends on the tokens of a call; otherwise a call needs no limit to have a bound.
  boolean chargesTokens();

  /// How long a call may last for an amount; empty if time costs nothing.
  Optional<Duration> timeFor(Money amount);

  /// What the provider's own tokens and items count for in a bound.
  Allowance allowance();
}
