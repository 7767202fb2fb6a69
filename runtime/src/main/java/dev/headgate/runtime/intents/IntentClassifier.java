package dev.headgate.runtime.intents;

import java.util.List;

/// A classifier of intents that has learned: from the vector of a text to the intent that it has,
/// with the probability that this is right. Immutable.
public final class IntentClassifier {
  private final List<String> intents;
  private final Space space;
  private final SoftmaxRegression regression;
  private final Calibration calibration;

  IntentClassifier(
      List<String> intents, Space space, SoftmaxRegression regression, Calibration calibration) {
    this.intents = List.copyOf(intents);
    this.space = space;
    this.regression = regression;
    this.calibration = calibration;
  }

  /// The intents that it tells apart, without [Example#OUT_OF_SCOPE].
  public List<String> intents() {
    return intents;
  }

  Space space() {
    return space;
  }

  SoftmaxRegression regression() {
    return regression;
  }

  Calibration calibration() {
    return calibration;
  }

  /// What a text with this vector wants.
  ///
  /// @param vector as [TextVectors] makes it
  /// @param outOfScopeShare the share of texts that belong to no intent, as expected; without
  ///   examples of such texts none is ever out of scope
  public Guess classify(float[] vector, double outOfScopeShare) {
    return guess(intents, regression.scores(space.place(vector)), calibration, outOfScopeShare);
  }

  static Guess guess(List<String> intents, float[] scores, Calibration calibration, double share) {
    var head = calibration.outOfScope();
    var outside = head == null || share <= 0 ? 0 : head.probability(scores, share);
    var inside = calibration.probabilities(scores, intents.size());
    var best = Softmax.best(inside, inside.length);
    var likely = inside[best] * (1 - outside);
    return outside > likely
        ? new Guess(Example.OUT_OF_SCOPE, outside, intents.get(best))
        : new Guess(intents.get(best), likely, intents.get(best));
  }

  /// The intent that a text most likely has.
  ///
  /// @param intent may be [Example#OUT_OF_SCOPE]
  /// @param probability that it is right, 0 to 1
  /// @param nearest the most likely of the intents, also of a text that is out of scope
  public record Guess(String intent, double probability, String nearest) {}
}
