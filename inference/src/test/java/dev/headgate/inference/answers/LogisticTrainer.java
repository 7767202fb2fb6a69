package dev.headgate.inference.answers;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Fits a [Logistic] by gradient descent on standardised features, with a little L2; no randomness.
final class LogisticTrainer {
  private static final int STEPS = 3_000;
  private static final double RATE = .5;
  private static final double L2 = 1e-4;

  record Example<F extends Enum<F>>(Map<F, Double> features, boolean label, double weight) {}

  record Fit<F extends Enum<F>>(double bias, Map<F, Double> weights) {
    Logistic<F> model() {
      return new Logistic<>(bias, weights);
    }
  }

  private LogisticTrainer() {}

  static <F extends Enum<F>> Fit<F> fit(Class<F> type, List<Example<F>> examples) {
    var names = type.getEnumConstants();
    var rows = new double[examples.size()][names.length];
    for (var i = 0; i < rows.length; i++) {
      for (var j = 0; j < names.length; j++) {
        rows[i][j] = examples.get(i).features().getOrDefault(names[j], 0.0);
      }
    }
    var mean = new double[names.length];
    var deviation = new double[names.length];
    for (var j = 0; j < names.length; j++) {
      for (var row : rows) {
        mean[j] += row[j] / rows.length;
      }
      for (var row : rows) {
        deviation[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / rows.length;
      }
      deviation[j] = Math.max(1e-6, Math.sqrt(deviation[j]));
      for (var row : rows) {
        row[j] = (row[j] - mean[j]) / deviation[j];
      }
    }
    var weights = descend(rows, examples);
    var bias = weights[names.length];
    var raw = new EnumMap<F, Double>(type);
    for (var j = 0; j < names.length; j++) {
      raw.put(names[j], weights[j] / deviation[j]);
      bias -= weights[j] * mean[j] / deviation[j];
    }
    return new Fit<>(bias, raw);
  }

  private static <F extends Enum<F>> double[] descend(double[][] rows, List<Example<F>> examples) {
    var width = rows[0].length;
    var weights = new double[width + 1];
    var total = examples.stream().mapToDouble(Example::weight).sum();
    for (var step = 0; step < STEPS; step++) {
      var gradient = new double[width + 1];
      for (var i = 0; i < rows.length; i++) {
        var sum = weights[width];
        for (var j = 0; j < width; j++) {
          sum += weights[j] * rows[i][j];
        }
        var error =
            (Logistic.probability(sum) - (examples.get(i).label() ? 1 : 0))
                * examples.get(i).weight()
                / total;
        for (var j = 0; j < width; j++) {
          gradient[j] += error * rows[i][j];
        }
        gradient[width] += error;
      }
      for (var j = 0; j <= width; j++) {
        weights[j] -= RATE * (gradient[j] + (j < width ? L2 * weights[j] : 0));
      }
    }
    return weights;
  }
}
