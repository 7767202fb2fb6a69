package dev.headgate.inference.answers;

import java.util.ArrayList;
import java.util.List;

/// Collects confidences with what turned out, and tells how far they can be trusted.
final class Reliability {
  private static final int BINS = 10;

  private record Outcome(double confidence, boolean right) {}

  private final List<Outcome> outcomes = new ArrayList<>();

  void add(double confidence, boolean right) {
    outcomes.add(new Outcome(confidence, right));
  }

  /// Count, share of right ones, area under the ROC curve, and what a threshold of one half does.
  String line() {
    var given = outcomes.stream().filter(outcome -> outcome.confidence >= .5).toList();
    return "n %5d  right %.3f  AUC %.3f  given at .5 %.3f  right of those %.3f"
        .formatted(
            outcomes.size(),
            share(outcomes),
            auc(),
            (double) given.size() / outcomes.size(),
            share(given));
  }

  String table() {
    var table = new StringBuilder();
    var error = 0.0;
    for (var bin = 0; bin < BINS; bin++) {
      var low = (double) bin / BINS;
      var high = (bin + 1.0) / BINS;
      var in =
          outcomes.stream()
              .filter(outcome -> outcome.confidence >= low && outcome.confidence < high)
              .toList();
      var said = in.stream().mapToDouble(Outcome::confidence).average().orElse(0);
      error += Math.abs(said - share(in)) * in.size() / outcomes.size();
      table.append(
          "%.1f-%.1f  n %5d  said %.3f  right %.3f%n"
              .formatted(low, high, in.size(), said, share(in)));
    }
    return table.append("expected calibration error %.3f%n".formatted(error)).toString();
  }

  private static double share(List<Outcome> outcomes) {
    return outcomes.isEmpty()
        ? 0
        : (double) outcomes.stream().filter(Outcome::right).count() / outcomes.size();
  }

  private double auc() {
    var right = outcomes.stream().filter(Outcome::right).mapToDouble(Outcome::confidence).toArray();
    var wrong = outcomes.stream().filter(o -> !o.right).mapToDouble(Outcome::confidence).toArray();
    var wins = 0.0;
    for (var r : right) {
      for (var w : wrong) {
        wins += r > w ? 1 : r == w ? .5 : 0;
      }
    }
    return right.length == 0 || wrong.length == 0
        ? Double.NaN
        : wins / ((double) right.length * wrong.length);
  }
}
