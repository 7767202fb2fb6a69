package dev.headgate.inference.answers;

import java.util.EnumMap;
import java.util.Map;

/// A logistic regression over named features. Immutable.
final class Logistic<F extends Enum<F>> {
  private final double bias;
  private final EnumMap<F, Double> weights;

  Logistic(double bias, Map<F, Double> weights) {
    this.bias = bias;
    this.weights = new EnumMap<>(weights);
  }

  /// The logarithm of the odds.
  double logit(Map<F, Double> features) {
    var sum = bias;
    for (var weight : weights.entrySet()) {
      sum += weight.getValue() * features.getOrDefault(weight.getKey(), 0.0);
    }
    return sum;
  }

  static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
