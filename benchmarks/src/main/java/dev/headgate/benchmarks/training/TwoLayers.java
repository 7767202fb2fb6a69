package dev.headgate.benchmarks.training;

import dev.headgate.guardrails.injection.InjectionHead;
import java.util.List;
import java.util.Random;

/// Trains two layers by stochastic gradient descent with Adam (Kingma and Ba, ICLR 2015), inputs
/// dropped out at random (Srivastava et al., JMLR 2014). The same seed gives the same weights.
final class TwoLayers {
  private static final double RATE = 2e-3;
  private static final double DECAY = 2e-4;
  private static final double DROPPED = 0.15;

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

  InjectionHead train(String embedding, List<Example> examples) {
    var inputs = examples.getFirst().features().length;
    var hidden = new float[units][inputs + 1];
    var out = new float[units + 1];
    for (int u = 0; u < units; u++) {
      for (int i = 0; i < inputs; i++) {
        hidden[u][i] = (float) (random.nextGaussian() * Math.sqrt(1d / 24));
      }
      out[u] = (float) (random.nextGaussian() * Math.sqrt(1d / units));
    }
    var first = new float[units][inputs + 1];
    var second = new float[units][inputs + 1];
    var firstOut = new float[units + 1];
    var secondOut = new float[units + 1];
    var order = new int[examples.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    var x = new float[inputs + 1];
    var activations = new float[units];
    var batch = 32;
    var gradient = new float[units][inputs + 1];
    var gradientOut = new float[units + 1];
    var step = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle(order);
      var rate = RATE * (1 - epoch / (double) epochs);
      for (int from = 0; from < order.length; from += batch) {
        var to = Math.min(order.length, from + batch);
        for (int n = from; n < to; n++) {
          var example = examples.get(order[n]);
          for (int i = 0; i < inputs; i++) {
            x[i] =
                random.nextDouble() < DROPPED ? 0 : example.features()[i] / (float) (1 - DROPPED);
          }
          x[inputs] = 1;
          var sum = out[units];
          for (int u = 0; u < units; u++) {
            var a = 0f;
            for (int i = 0; i <= inputs; i++) {
              a += hidden[u][i] * x[i];
            }
            activations[u] = Math.max(0, a);
            sum += out[u] * activations[u];
          }
          var p = 1 / (1 + Math.exp(-sum));
          var error = (float) ((p - (example.isPositive() ? 1 : 0)) * example.weight());
          gradientOut[units] += error;
          for (int u = 0; u < units; u++) {
            if (activations[u] > 0) {
              gradientOut[u] += error * activations[u];
              var back = error * out[u];
              for (int i = 0; i <= inputs; i++) {
                gradient[u][i] += back * x[i];
              }
            }
          }
        }
        step++;
        for (int u = 0; u < units; u++) {
          adam(hidden[u], gradient[u], first[u], second[u], step, rate, to - from);
        }
        adam(out, gradientOut, firstOut, secondOut, step, rate, to - from);
      }
    }
    return new InjectionHead(embedding, hidden, out);
  }

  private static void adam(
      float[] weights,
      float[] gradient,
      float[] first,
      float[] second,
      int step,
      double rate,
      int count) {
    var correctFirst = 1 - Math.pow(.9, step);
    var correctSecond = 1 - Math.pow(.999, step);
    for (int i = 0; i < weights.length; i++) {
      var g = gradient[i] / count;
      gradient[i] = 0;
      first[i] = .9f * first[i] + .1f * g;
      second[i] = .999f * second[i] + .001f * g * g;
      weights[i] -=
          (float)
              (rate * first[i] / correctFirst / (Math.sqrt(second[i] / correctSecond) + 1e-8)
                  + rate * DECAY * 10 * weights[i]);
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
