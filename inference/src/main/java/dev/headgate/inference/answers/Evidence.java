package dev.headgate.inference.answers;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of the best candidate among the others: the features of the confidence.
enum Evidence {
  LOGIT,
  MARGIN,
  COSINE,
  COVERAGE,
  COVERAGE_WITH_CONTEXT,
  COVERAGE_OF_PASSAGE,
  NAMES_MISSING,
  EXPECTED_FOUND,
  EXPECTED_MISSING,
  NEGATION_DIFFERS,
  IS_ALONE;

  private static final double WIDEST_MARGIN = 4;

  /// @param secondLogit of the next best candidate; null if there is none
  static Map<Evidence, Double> of(
      Map<Feature, Double> best, double logit, @Nullable Double secondLogit) {
    var values = new EnumMap<Evidence, Double>(Evidence.class);
    for (var evidence : values()) {
      values.put(
          evidence,
          switch (evidence) {
            case LOGIT -> logit;
            case MARGIN -> secondLogit == null ? 0 : Math.min(WIDEST_MARGIN, logit - secondLogit);
            case COSINE -> value(best, Feature.COSINE);
            case COVERAGE -> value(best, Feature.COVERAGE);
            case COVERAGE_WITH_CONTEXT -> value(best, Feature.COVERAGE_WITH_CONTEXT);
            case COVERAGE_OF_PASSAGE -> value(best, Feature.COVERAGE_OF_PASSAGE);
            case NAMES_MISSING -> value(best, Feature.NAMES_MISSING);
            case EXPECTED_FOUND -> value(best, Feature.EXPECTED_FOUND);
            case EXPECTED_MISSING -> value(best, Feature.EXPECTED_MISSING);
            case NEGATION_DIFFERS -> value(best, Feature.NEGATION_DIFFERS);
            case IS_ALONE -> secondLogit == null ? 1.0 : 0.0;
          });
    }
    return values;
  }

  private static double value(Map<Feature, Double> features, Feature feature) {
    return features.getOrDefault(feature, 0.0);
  }
}
