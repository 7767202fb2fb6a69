package dev.headgate.kernel.classifiers;

import java.util.Arrays;
import java.util.Random;

/// Multinomial logistic regression: a score a class, the logarithm of its probability but for a
/// constant.
///
/// @param weights a row a dimension and one for the bias, with a column a class
record SoftmaxRegression(float[][] weights) {
  private static final int BATCH = 64;
  // Enough that more changes no third digit: a few examples need many rounds, many need few.
  private static final int STEPS = 400;
  private static final int LEAST_EPOCHS = 6;
  private static final int MOST_EPOCHS = 40;
  private static final double RATE = 0.02;

  int classes() {
    return weights[0].length;
  }

  float[] scores(float[] vector) {
    var last = weights.length - 1;
    var scores = weights[last].clone();
    for (int j = 0; j < last; j++) {
      add(vector[j], weights[j], scores);
    }
    return scores;
  }

  /// Learns by Adam (Kingma and Ba, ICLR 2015) in batches, at a rate that falls to zero. The same
  /// examples give the same weights.
  ///
  /// @param labels a class an example
  /// @param l2 weight of the squared weights beside the mean loss
  static SoftmaxRegression learn(float[][] vectors, int[] labels, int classes, double l2) {
    return new Learning(vectors, labels, classes, l2).run();
  }

  private static void add(float times, float[] from, float[] to) {
    for (int c = 0; c < to.length; c++) {
      to[c] += times * from[c];
    }
  }

  /// One run of learning.
  private static final class Learning {
    private final float[][] vectors;
    private final int[] labels;
    private final int dimension;
    private final float l2;
    private final float[][] weights;
    private final float[][] first;
    private final float[][] second;
    private final float[] gradient;
    private final float[][] errors;
    private final int[] order;
    private final Random random = new Random(1);

    Learning(float[][] vectors, int[] labels, int classes, double l2) {
      this.vectors = vectors;
      this.labels = labels;
      this.dimension = vectors[0].length;
      this.l2 = (float) l2;
      this.weights = new float[dimension + 1][classes];
      this.first = new float[dimension + 1][classes];
      this.second = new float[dimension + 1][classes];
      this.gradient = new float[classes];
      this.errors = new float[BATCH][classes];
      this.order = new int[vectors.length];
      Arrays.setAll(order, i -> i);
    }

    SoftmaxRegression run() {
      var batches = Math.ceilDiv(order.length, BATCH);
      var epochs = Math.clamp(STEPS / batches, LEAST_EPOCHS, MOST_EPOCHS);
      var steps = epochs * batches;
      var step = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        shuffle();
        for (int from = 0; from < order.length; from += BATCH) {
          var size = Math.min(BATCH, order.length - from);
          findErrors(from, size);
          follow(from, size, ++step, RATE * (steps - step + 1) / steps);
        }
      }
      return new SoftmaxRegression(weights);
    }

    private void shuffle() {
      for (int i = order.length - 1; i > 0; i--) {
        var j = random.nextInt(i + 1);
        var swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
    }

    /// Probabilities of a batch, less 1 at the class that is right.
    private void findErrors(int from, int size) {
      for (int i = 0; i < size; i++) {
        System.arraycopy(weights[dimension], 0, errors[i], 0, errors[i].length);
      }
      for (int j = 0; j < dimension; j++) {
        for (int i = 0; i < size; i++) {
          add(vectors[order[from + i]][j], weights[j], errors[i]);
        }
      }
      for (int i = 0; i < size; i++) {
        Softmax.inPlace(errors[i]);
        errors[i][labels[order[from + i]]] -= 1;
      }
    }

    private void follow(int from, int size, int step, double rate) {
      var pace = (float) (rate / (1 - Math.pow(0.9, step)));
      var unbias = (float) (1 / (1 - Math.pow(0.99, step)));
      for (int j = 0; j <= dimension; j++) {
        Arrays.fill(gradient, 0);
        for (int i = 0; i < size; i++) {
          add(j < dimension ? vectors[order[from + i]][j] : 1, errors[i], gradient);
        }
        move(j, 1f / size, j < dimension ? l2 : 0, pace, unbias);
      }
    }

    private void move(int row, float share, float shrink, float pace, float unbias) {
      var w = weights[row];
      var m = first[row];
      var v = second[row];
      for (int c = 0; c < w.length; c++) {
        var g = gradient[c] * share + shrink * w[c];
        m[c] = 0.9f * m[c] + 0.1f * g;
        v[c] = 0.99f * v[c] + 0.01f * g * g;
        w[c] -= pace * m[c] / ((float) Math.sqrt(v[c] * unbias) + 1e-6f);
      }
    }
  }
}
