package dev.headgate.evals.pii;

/// How often something was right, wrong and missed.
///
/// @param right found, and there
/// @param wrong found, but not there
/// @param missed there, but not found
public record Counts(int right, int wrong, int missed) {
  static final Counts NONE = new Counts(0, 0, 0);

  Counts plus(int moreRight, int moreWrong, int moreMissed) {
    return new Counts(right + moreRight, wrong + moreWrong, missed + moreMissed);
  }

  Counts plus(Counts other) {
    return plus(other.right, other.wrong, other.missed);
  }

  /// Of what was found, the share that is right; 1 if nothing was found.
  public double precision() {
    return right + wrong == 0 ? 1 : (double) right / (right + wrong);
  }

  /// Of what is there, the share that was found; 1 if nothing is there.
  public double recall() {
    return right + missed == 0 ? 1 : (double) right / (right + missed);
  }

  /// The mean in which recall weighs `beta` times as much as precision.
  public double f(double beta) {
    var weight = beta * beta;
    var sum = weight * precision() + recall();
    return sum == 0 ? 0 : (1 + weight) * precision() * recall() / sum;
  }
}
