package dev.headgate.inference.answers;

import java.util.List;

/// Corrects a probability by what turned out in training: linear between knots, level beyond them.
/// A logistic regression alone is too sure at the top and too modest in the middle.
///
/// @param knots by rising `said`, with `right` never falling
record Calibration(List<Knot> knots) {
  /// Of the answers with the probability `said`, the share `right` was right.
  record Knot(double said, double right) {}

  Calibration {
    knots = List.copyOf(knots);
    if (knots.isEmpty()) {
      throw new IllegalArgumentException("a calibration needs a knot");
    }
  }

  double correct(double probability) {
    var before = knots.getFirst();
    for (var knot : knots) {
      if (probability < knot.said) {
        var span = knot.said - before.said;
        return span <= 0
            ? knot.right
            : before.right + (knot.right - before.right) * (probability - before.said) / span;
      }
      before = knot;
    }
    return before.right;
  }
}
