package dev.headgate.benchmarks.training;

import dev.headgate.guardrails.heads.TwoLayerHead;
import java.util.List;
import java.util.Random;

/// Trains two layers by stochastic gradient descent with Adam (Kingma and Ba, ICLR 2015), inputs
/// dropped out at random (Srivastava et al., JMLR 2014). Several such pairs, each from a beginning
/// of its own, become one whose score is their mean. The same seed gives the same weights.
final class TwoLayers {
  private static final double RATE = 2e-3;
  private static final double DECAY = 2e-3;
  private static final double DROPPED = 0.2;
  private static final int BATCH = 32;

  /// A window of a text.
  ///
  /// @param weight of its loss
  record Example(float[] features, boolean isPositive, double weight) {}

  private final int units;
  private final int epochs;
  private final Random random;

  TwoLayers(int units, int epochs, long seed) {
    this.units = units;
    this.epochs = epochs;
    this.random = new Random(seed);
  }

  /// @param members that are learned one after the other and become one
  static TwoLayerHead train(
      String embedding, List<Example> examples, int units, int epochs, int members, long seed) {
    var hidden = new float[units * members][];
    var out = new float[units * members + 1];
    for (int m = 0; m < members; m++) {
      var one = new TwoLayers(units, epochs, seed + m).train(embedding, examples);
      System.arraycopy(one.hidden(), 0, hidden, m * units, units);
      for (int u = 0; u < units; u++) {
        out[m * units + u] = one.out()[u] / members;
      }
      out[units * members] += one.out()[units] / members;
    }
    return new TwoLayerHead(embedding, hidden, out);
  }

  private TwoLayerHead train(String embedding, List<Example> examples) {
    var inputs = examples.getFirst().features().length;
    // A row an input, so that the units of a row are added side by side.
    var hidden = new float[inputs + 1][units];
    var out = new float[units + 1];
    for (int u = 0; u < units; u++) {
      for (int i = 0; i < inputs; i++) {
        hidden[i][u] = (float) (random.nextGaussian() * Math.sqrt(1d / 24));
      }
      out[u] = (float) (random.nextGaussian() * Math.sqrt(1d / units));
    }
    var first = new float[inputs + 1][units];
    var second = new float[inputs + 1][units];
    var firstOut = new float[units + 1];
    var secondOut = new float[units + 1];
    var gradient = new float[inputs + 1][units];
    var gradientOut = new float[units + 1];
    var x = new float[inputs + 1];
    var activations = new float[units];
    var back = new float[units];
    var order = new int[examples.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    var step = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle(order);
      var rate = RATE * (1 - epoch / (double) epochs);
      for (int from = 0; from < order.length; from += BATCH) {
        var to = Math.min(order.length, from + BATCH);
        for (int n = from; n < to; n++) {
          var example = examples.get(order[n]);
          drop(example.features(), x);
          var sum = forward(hidden, out, x, activations);
          var p = 1 / (1 + Math.exp(-sum));
          var error = (float) ((p - (example.isPositive() ? 1 : 0)) * example.weight());
          gradientOut[units] += error;
          for (int u = 0; u < units; u++) {
            gradientOut[u] += error * activations[u];
            back[u] = activations[u] > 0 ? error * out[u] : 0;
          }
          for (int i = 0; i <= inputs; i++) {
            add(x[i], back, gradient[i]);
          }
        }
        step++;
        for (int i = 0; i <= inputs; i++) {
          adam(hidden[i], gradient[i], first[i], second[i], step, rate, to - from);
        }
        adam(out, gradientOut, firstOut, secondOut, step, rate, to - from);
      }
    }
    return new TwoLayerHead(embedding, transposed(hidden), out);
  }

  private void drop(float[] features, float[] into) {
    var kept = (float) (1 / (1 - DROPPED));
    for (int i = 0; i < features.length; i++) {
      into[i] = random.nextFloat() < DROPPED ? 0 : features[i] * kept;
    }
    into[features.length] = 1;
  }

  private static float forward(float[][] hidden, float[] out, float[] x, float[] activations) {
    System.arraycopy(hidden[x.length - 1], 0, activations, 0, activations.length);
    for (int i = 0; i < x.length - 1; i++) {
      add(x[i], hidden[i], activations);
    }
    var sum = out[activations.length];
    for (int u = 0; u < activations.length; u++) {
      activations[u] = Math.max(0, activations[u]);
      sum += out[u] * activations[u];
    }
    return sum;
  }

  private static void add(float times, float[] from, float[] to) {
    if (times != 0) {
      for (int u = 0; u < to.length; u++) {
        to[u] += times * from[u];
      }
    }
  }

  private static float[][] transposed(float[][] rows) {
    var columns = new float[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int u = 0; u < columns.length; u++) {
        columns[u][i] = rows[i][u];
      }
    }
    return columns;
  }

  private static void adam(
      float[] weights,
      float[] gradient,
      float[] first,
      float[] second,
      int step,
      double rate,
      int count) {
    var pace = (float) (rate / (1 - Math.pow(.9, step)));
    var unbias = (float) (1 / (1 - Math.pow(.999, step)));
    var shrink = (float) (rate * DECAY);
    for (int i = 0; i < weights.length; i++) {
      var g = gradient[i] / count;
      gradient[i] = 0;
      first[i] = .9f * first[i] + .1f * g;
      second[i] = .999f * second[i] + .001f * g * g;
      weights[i] -=
          pace * first[i] / ((float) Math.sqrt(second[i] * unbias) + 1e-8f) + shrink * weights[i];
    }
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      var j = random.nextInt(i + 1);
      var kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
}
