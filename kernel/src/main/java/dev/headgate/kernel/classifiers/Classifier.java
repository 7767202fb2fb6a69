package dev.headgate.kernel.classifiers;

import java.util.List;

/// A classifier of labels that has learned: from the vector of a text to the label that it has,
/// with the probability that this is right. Immutable.
public final class Classifier {
  private final List<String> labels;
  private final Space space;
  private final SoftmaxRegression regression;
  private final Calibration calibration;

  Classifier(
      List<String> labels, Space space, SoftmaxRegression regression, Calibration calibration) {
    this.labels = List.copyOf(labels);
    this.space = space;
    this.regression = regression;
    this.calibration = calibration;
  }

  /// The labels that it tells apart, without [Example#OUT_OF_SCOPE].
  public List<String> labels() {
    return labels;
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

  /// The label that a text with this vector most likely has.
  ///
  /// @param vector as [TextVectors] makes it
  /// @param outOfScopeShare the share of texts that belong to no label, as expected; without
  ///   examples of such texts none is ever out of scope
  public Guess classify(float[] vector, double outOfScopeShare) {
    return guess(labels, regression.scores(space.place(vector)), calibration, outOfScopeShare);
  }

  /// How likely a text with this vector has each of [#labels], in their order; what they lack to 1
  /// is how likely it has none of them.
  ///
  /// @param outOfScopeShare the share of texts that belong to no label, as expected
  public double[] probabilities(float[] vector, double outOfScopeShare) {
    var scores = regression.scores(space.place(vector));
    var head = calibration.outOfScope();
    var inside = head == null ? 1 : 1 - head.probability(scores, outOfScopeShare);
    var given = calibration.probabilities(scores, labels.size());
    var probabilities = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      probabilities[i] = inside * given[i];
    }
    return probabilities;
  }

  static Guess guess(List<String> labels, float[] scores, Calibration calibration, double share) {
    var head = calibration.outOfScope();
    var outside = head == null || share <= 0 ? 0 : head.probability(scores, share);
    var inside = calibration.probabilities(scores, labels.size());
    var best = Softmax.best(inside, inside.length);
    var likely = inside[best] * (1 - outside);
    return outside > likely
        ? new Guess(Example.OUT_OF_SCOPE, outside, labels.get(best))
        : new Guess(labels.get(best), likely, labels.get(best));
  }

  /// The label that a text most likely has.
  ///
  /// @param label may be [Example#OUT_OF_SCOPE]
  /// @param probability that it is right, 0 to 1
  /// @param nearest the most likely of the labels, also of a text that is out of scope
  public record Guess(String label, double probability, String nearest) {}
}
