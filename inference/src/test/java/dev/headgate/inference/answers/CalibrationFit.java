package dev.headgate.inference.answers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Fits a [Calibration]: bins of equal size, neighbours pooled until the share of right ones rises.
/// Pool adjacent violators: Zadrozny and Elkan, KDD 2002.
final class CalibrationFit {
  private static final int BINS = 15;

  record Outcome(double said, boolean right) {}

  private record Bin(double said, double right, int count) {
    Bin with(Bin other) {
      var sum = count + other.count;
      return new Bin(
          (said * count + other.said * other.count) / sum,
          (right * count + other.right * other.count) / sum,
          sum);
    }
  }

  private CalibrationFit() {}

  static Calibration fit(List<Outcome> outcomes) {
    var sorted = outcomes.stream().sorted(Comparator.comparingDouble(Outcome::said)).toList();
    var bins = new ArrayList<Bin>();
    for (var i = 0; i < BINS; i++) {
      var part = sorted.subList(i * sorted.size() / BINS, (i + 1) * sorted.size() / BINS);
      bins.add(
          new Bin(
              part.stream().mapToDouble(Outcome::said).average().orElse(0),
              (double) part.stream().filter(Outcome::right).count() / part.size(),
              part.size()));
      while (bins.size() > 1 && bins.get(bins.size() - 2).right > bins.getLast().right) {
        var last = bins.removeLast();
        bins.add(bins.removeLast().with(last));
      }
    }
    return new Calibration(
        bins.stream().map(bin -> new Calibration.Knot(bin.said, bin.right)).toList());
  }
}
