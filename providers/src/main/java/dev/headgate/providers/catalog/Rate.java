package dev.headgate.providers.catalog;

import java.math.BigDecimal;
import java.util.List;

/// Dollars for a unit's `per`. Once a request reads more than a step's threshold, all of it is
/// charged at the step's rate: the cliff that providers with long-context prices have.
record Rate(BigDecimal base, List<Step> steps) {
  /// @param above input tokens
  record Step(BigDecimal above, BigDecimal dollars) {}

  Rate {
    steps = List.copyOf(steps);
  }

  BigDecimal at(BigDecimal inputTokens) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (inputTokens.compareTo(steps.get(i).above()) > 0) {
        return steps.get(i).dollars();
      }
    }
    return base;
  }

  /// The dearest that may apply to a request which reads that many tokens or fewer.
  BigDecimal dearestUpTo(BigDecimal inputTokens) {
    var dearest = base;
    for (var step : steps) {
      if (inputTokens.compareTo(step.above()) > 0) {
        dearest = dearest.max(step.dollars());
      }
    }
    return dearest;
  }

  boolean hasSteps() {
    return !steps.isEmpty();
  }
}
