package dev.headgate.kernel.classifiers;

/// Tells what belongs to no label by how the scores of all labels lie: logistic regression over a
/// few signs of them, for a text that is out of scope with probability one half.
///
/// @param weights one a sign, the last is the bias
/// @param means of the signs
/// @param scales by which signs are divided
record OutOfScope(double[] weights, double[] means, double[] scales) {
  private static final int SIGNS = 4;
  private static final int ROUNDS = 30;
  private static final double RIDGE = 1e-3;

  /// The probability that a text belongs to no label.
  ///
  /// @param scores of the labels and, behind them, of what belongs to none
  /// @param share of the texts that belong to none, as expected
  double probability(float[] scores, double share) {
    var signs = signs(scores);
    var sum = weights[SIGNS] + Math.log(share / (1 - share));
    for (int s = 0; s < SIGNS; s++) {
      sum += weights[s] * (signs[s] - means[s]) / scales[s];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  private static double[] signs(float[] scores) {
    var labels = scores.length - 1;
    var best = Softmax.best(scores, labels);
    // Where there is but one label, what belongs to none is the next best.
    var second = labels == 1 ? scores[labels] : Double.NEGATIVE_INFINITY;
    for (int c = 0; c < labels; c++) {
      second = c == best ? second : Math.max(second, scores[c]);
    }
    return new double[] {
      scores[best],
      scores[labels],
      scores[best] - second,
      Softmax.logSum(scores, labels) - scores[best]
    };
  }

  /// Learns from examples that the scores' classifier had not learned from. Both kinds count as
  /// much as the other, however many examples each has.
  static OutOfScope learn(float[][] scores, boolean[] isOutOfScope) {
    var signs = new double[scores.length][];
    var outside = 0;
    for (int i = 0; i < signs.length; i++) {
      signs[i] = signs(scores[i]);
      outside += isOutOfScope[i] ? 1 : 0;
    }
    var means = new double[SIGNS];
    var scales = new double[SIGNS];
    standardise(signs, means, scales);
    var weights = new double[SIGNS + 1];
    var half = new double[] {0.5 / (signs.length - outside), 0.5 / outside};
    for (int round = 0; round < ROUNDS; round++) {
      improve(weights, signs, isOutOfScope, half);
    }
    return new OutOfScope(weights, means, scales);
  }

  private static void standardise(double[][] signs, double[] means, double[] scales) {
    for (int s = 0; s < SIGNS; s++) {
      var sum = 0.0;
      var squares = 0.0;
      for (var row : signs) {
        sum += row[s];
        squares += row[s] * row[s];
      }
      means[s] = sum / signs.length;
      scales[s] = Math.sqrt(Math.max(squares / signs.length - means[s] * means[s], 1e-9));
      for (var row : signs) {
        row[s] = (row[s] - means[s]) / scales[s];
      }
    }
  }

  /// One step of Newton's method.
  private static void improve(
      double[] weights, double[][] signs, boolean[] isOutOfScope, double[] share) {
    var size = weights.length;
    var system = new double[size][size + 1];
    for (int a = 0; a < SIGNS; a++) {
      system[a][a] = RIDGE;
      system[a][size] = -RIDGE * weights[a];
    }
    system[SIGNS][SIGNS] = 1e-9;
    for (int i = 0; i < signs.length; i++) {
      var sum = weights[SIGNS];
      for (int s = 0; s < SIGNS; s++) {
        sum += weights[s] * signs[i][s];
      }
      var p = 1 / (1 + Math.exp(-sum));
      var weight = share[isOutOfScope[i] ? 1 : 0];
      var error = (isOutOfScope[i] ? 1 : 0) - p;
      for (int a = 0; a < size; a++) {
        var x = a < SIGNS ? signs[i][a] : 1;
        system[a][size] += weight * error * x;
        for (int b = 0; b < size; b++) {
          system[a][b] += weight * p * (1 - p) * x * (b < SIGNS ? signs[i][b] : 1);
        }
      }
    }
    var step = solved(system);
    for (int a = 0; a < size; a++) {
      weights[a] += step[a];
    }
  }

  /// Gauss's elimination; the matrix is positive definite.
  private static double[] solved(double[][] system) {
    var size = system.length;
    for (int a = 0; a < size; a++) {
      for (int b = a + 1; b < size; b++) {
        var times = system[b][a] / system[a][a];
        for (int c = a; c <= size; c++) {
          system[b][c] -= times * system[a][c];
        }
      }
    }
    var result = new double[size];
    for (int a = size - 1; a >= 0; a--) {
      var sum = system[a][size];
      for (int b = a + 1; b < size; b++) {
        sum -= system[a][b] * result[b];
      }
      result[a] = sum / system[a][a];
    }
    return result;
  }
}
