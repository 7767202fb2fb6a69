package dev.headgate.kernel.money;

/// What is known beforehand of a call's cost.
public sealed interface Bound {
  /// It costs at most the amount.
  record Known(WorstCase worst) implements Bound {}

  /// It has no upper bound.
  ///
  /// @param remedy what would give it one, as in `send max_tokens`
  /// @param known what it costs by what is known of it; held where no budget is hard, and settled
  ///   where the provider does not say what it took
  record Unbounded(String remedy, Money known) implements Bound {}

  /// A model that may run it has no price.
  record Unpriced(String model) implements Bound {}
}
