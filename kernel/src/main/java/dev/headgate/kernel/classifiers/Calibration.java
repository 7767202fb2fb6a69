package dev.headgate.kernel.classifiers;

import org.jspecify.annotations.Nullable;

/// What turns the scores of a classifier into probabilities that hold, fitted on examples that it
/// had not learned from.
///
/// @param sharpness by which scores are multiplied
/// @param outOfScope null if no example belongs to none of the labels
record Calibration(double sharpness, @Nullable OutOfScope outOfScope) {
  private static final double LEAST = 0.05;
  private static final double MOST = 20;
  private static final int ROUNDS = 40;

  /// Finds the sharpness under which the right labels of examples are most likely.
  ///
  /// @param scores of examples that were held out
  /// @param targets of the same; those of `labels` or above belong to none
  static double sharpness(float[][] scores, int[] targets, int labels) {
    var low = Math.log(LEAST);
    var high = Math.log(MOST);
    for (int round = 0; round < ROUNDS; round++) {
      var third = (high - low) / 3;
      if (loss(scores, targets, labels, low + third)
          < loss(scores, targets, labels, high - third)) {
        high -= third;
      } else {
        low += third;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private static double loss(float[][] scores, int[] targets, int labels, double logSharpness) {
    var sharpness = (float) Math.exp(logSharpness);
    var loss = 0.0;
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] < labels) {
        var sharp = sharp(scores[i], sharpness, labels);
        loss += Softmax.logSum(sharp, labels) - sharp[targets[i]];
      }
    }
    return loss;
  }

  /// Probabilities of the labels, given that it is one of them.
  float[] probabilities(float[] scores, int labels) {
    var sharp = sharp(scores, (float) sharpness, labels);
    Softmax.inPlace(sharp);
    return sharp;
  }

  private static float[] sharp(float[] scores, float sharpness, int labels) {
    var sharp = new float[labels];
    for (int c = 0; c < labels; c++) {
      sharp[c] = scores[c] * sharpness;
    }
    return sharp;
  }
}
