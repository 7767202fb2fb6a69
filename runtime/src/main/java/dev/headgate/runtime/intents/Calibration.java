package dev.headgate.runtime.intents;

import org.jspecify.annotations.Nullable;

/// What turns the scores of a classifier into probabilities that hold, fitted on examples that it
/// had not learned from.
///
/// @param sharpness by which scores are multiplied
/// @param outOfScope null if no example belongs to none of the intents
record Calibration(double sharpness, @Nullable OutOfScope outOfScope) {
  private static final double LEAST = 0.05;
  private static final double MOST = 20;
  private static final int ROUNDS = 40;

  /// Finds the sharpness under which the right intents of examples are most likely.
  ///
  /// @param scores of examples that were held out
  /// @param labels of the same; those of `intents` or above belong to none
  static double sharpness(float[][] scores, int[] labels, int intents) {
    var low = Math.log(LEAST);
    var high = Math.log(MOST);
    for (int round = 0; round < ROUNDS; round++) {
      var third = (high - low) / 3;
      if (loss(scores, labels, intents, low + third)
          < loss(scores, labels, intents, high - third)) {
        high -= third;
      } else {
        low += third;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private static double loss(float[][] scores, int[] labels, int intents, double logSharpness) {
    var sharpness = (float) Math.exp(logSharpness);
    var loss = 0.0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < intents) {
        var sharp = sharp(scores[i], sharpness, intents);
        loss += Softmax.logSum(sharp, intents) - sharp[labels[i]];
      }
    }
    return loss;
  }

  /// Probabilities of the intents, given that it is one of them.
  float[] probabilities(float[] scores, int intents) {
    var sharp = sharp(scores, (float) sharpness, intents);
    Softmax.inPlace(sharp);
    return sharp;
  }

  private static float[] sharp(float[] scores, float sharpness, int intents) {
    var sharp = new float[intents];
    for (int c = 0; c < intents; c++) {
      sharp[c] = scores[c] * sharpness;
    }
    return sharp;
  }
}
