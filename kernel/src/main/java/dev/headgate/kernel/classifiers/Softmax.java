package dev.headgate.kernel.classifiers;

/// Scores become probabilities.
final class Softmax {
  private Softmax() {}

  static void inPlace(float[] scores) {
    var most = Float.NEGATIVE_INFINITY;
    for (var score : scores) {
      most = Math.max(most, score);
    }
    var sum = 0.0;
    for (int c = 0; c < scores.length; c++) {
      var e = Math.exp(scores[c] - most);
      scores[c] = (float) e;
      sum += e;
    }
    var share = (float) (1 / sum);
    for (int c = 0; c < scores.length; c++) {
      scores[c] *= share;
    }
  }

  /// The logarithm of the summed exponentials of the first `count` scores.
  static double logSum(float[] scores, int count) {
    var most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < count; c++) {
      most = Math.max(most, scores[c]);
    }
    var sum = 0.0;
    for (int c = 0; c < count; c++) {
      sum += Math.exp(scores[c] - most);
    }
    return most + Math.log(sum);
  }

  /// The highest of the first `count` scores.
  static int best(float[] scores, int count) {
    var best = 0;
    for (int c = 1; c < count; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }
}
