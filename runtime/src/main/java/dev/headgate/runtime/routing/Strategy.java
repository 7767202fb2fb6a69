package dev.headgate.runtime.routing;

/// Which deployment of a model a call tries first.
public enum Strategy {
  /// The first that is declared.
  ORDERED,
  /// By chance, in proportion to the weights.
  WEIGHTED,
  /// The better of two drawn by chance, by time to first token and calls in progress.
  LATENCY,
  /// The cheapest.
  COST
}
