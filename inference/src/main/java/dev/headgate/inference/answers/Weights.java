package dev.headgate.inference.answers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Properties;

/// All that was learnt, read from a resource: what ranks the candidates, what judges the best one,
/// and what corrects the judgement. Written by the training in the tests.
record Weights(Logistic<Feature> ranker, Logistic<Evidence> judge, Calibration calibration) {
  private static final String RESOURCE = "weights.properties";

  // What no hit mentions is seldom answered by one, however close the sentences sound.
  private static final double LEFT_BY_A_GAP = .5;

  static Weights load() {
    var properties = new Properties();
    try (var in = Weights.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
    return new Weights(
        logistic(properties, "rank", Feature.class),
        logistic(properties, "confidence", Evidence.class),
        calibration(properties));
  }

  /// The probability that the best candidate, as it is quoted, answers.
  ///
  /// @param judged best first
  /// @param gap whether the hits are about something else
  double confidence(List<ExtractiveAnswerer.Judged> judged, boolean gap) {
    var evidence = ExtractiveAnswerer.evidence(judged);
    var confidence = calibration.correct(Logistic.probability(judge.logit(evidence)));
    return gap ? confidence * LEFT_BY_A_GAP : confidence;
  }

  private static <F extends Enum<F>> Logistic<F> logistic(
      Properties properties, String prefix, Class<F> features) {
    var weights = new EnumMap<F, Double>(features);
    for (var feature : features.getEnumConstants()) {
      weights.put(feature, number(properties, prefix + "." + feature.name()));
    }
    return new Logistic<>(number(properties, prefix + ".BIAS"), weights);
  }

  private static Calibration calibration(Properties properties) {
    var knots = new ArrayList<Calibration.Knot>();
    for (var i = 0; properties.containsKey("calibration.SAID." + i); i++) {
      knots.add(
          new Calibration.Knot(
              number(properties, "calibration.SAID." + i),
              number(properties, "calibration.RIGHT." + i)));
    }
    return new Calibration(knots);
  }

  private static double number(Properties properties, String key) {
    var value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("the answer weights have no " + key);
    }
    return Double.parseDouble(value);
  }
}
