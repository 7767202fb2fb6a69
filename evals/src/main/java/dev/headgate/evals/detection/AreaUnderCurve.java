package dev.headgate.evals.detection;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// The chance that a positive case scores higher than a negative one.
public final class AreaUnderCurve {
  private AreaUnderCurve() {}

  /// Ties count half. NaN if there are none of a kind.
  public static <T> double of(List<T> cases, ToDoubleFunction<T> score, Predicate<T> isPositive) {
    var sorted = cases.stream().sorted(Comparator.comparingDouble(score)).toList();
    var below = 0d;
    var wins = 0d;
    var positives = 0L;
    for (int i = 0; i < sorted.size(); ) {
      var j = i;
      var positive = 0;
      var negative = 0;
      while (j < sorted.size()
          && score.applyAsDouble(sorted.get(j)) == score.applyAsDouble(sorted.get(i))) {
        if (isPositive.test(sorted.get(j))) {
          positive++;
        } else {
          negative++;
        }
        j++;
      }
      wins += positive * (below + negative / 2d);
      below += negative;
      positives += positive;
      i = j;
    }
    return wins / (positives * below);
  }
}
