package dev.headgate.kernel.money;

/// What is known beforehand of a call's cost.
public sealed interface Bound {
  /// It costs at most the amount.
  record Known(WorstCase worst) implements Bound {}

  /// It has no upper bound.
  ///
  /// @param remedy what would give it one, as in `send max_tokens`
  record Unbounded(String remedy) implements Bound {}

  /// A model that may run it has no price.
  record Unpriced(String model) implements Bound {}
}
