package dev.headgate.evals.detection;

import java.util.Arrays;

/// What a detector gave to texts of which none should be found, and what that says of thresholds.
public final class BenignScores {
  // Thresholds are written with four decimals, as scores are in traces.
  private static final double STEPS = 1e4;

  // Of the normal distribution, for 95 %.
  private static final double Z = 1.96;

  private final double[] ascending;

  /// @param scores at least one, each 0 to 1
  public BenignScores(double[] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("no scores");
    }
    ascending = scores.clone();
    Arrays.sort(ascending);
  }

  public int count() {
    return ascending.length;
  }

  /// The lowest threshold, with four decimals, from which on at most that share of the texts is
  /// found. Above 1 if too many have the highest score there is.
  ///
  /// @param rate from 0 to below 1
  public double thresholdAt(double rate) {
    var allowed = Math.min((int) Math.floor(rate * count() + 1e-9), count() - 1);
    var highestLeftAlone = ascending[count() - 1 - allowed];
    return (Math.floor(highestLeftAlone * STEPS + 1e-6) + 1) / STEPS;
  }

  /// How many of the texts score at least so much. As in a guardrail, zero is never found.
  public int foundFrom(double threshold) {
    var found = 0;
    for (int i = count() - 1; i >= 0 && ascending[i] >= threshold && ascending[i] > 0; i--) {
      found++;
    }
    return found;
  }

  public double rateFrom(double threshold) {
    return foundFrom(threshold) / (double) count();
  }

  /// A share with what it may well be.
  public record Interval(double low, double high) {}

  /// Between which shares that of all such texts lies, with 95 % confidence: Wilson's interval
  /// (JASA 1927).
  public Interval intervalFrom(double threshold) {
    var n = (double) count();
    var share = rateFrom(threshold);
    var middle = share + Z * Z / (2 * n);
    var half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    var whole = 1 + Z * Z / n;
    return new Interval(Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole));
  }
}
