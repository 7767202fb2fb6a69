package dev.headgate.evals.grounding;

import dev.headgate.evals.detection.AreaUnderCurve;
import dev.headgate.evals.detection.Figures;
import dev.headgate.evals.detection.Figures.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How well scores tell supported answers from unsupported ones.
///
/// @param scored answers that claim something
/// @param silent how many more claim nothing, so that there is nothing to tell
/// @param threshold from which an answer counts as supported
/// @param seen cases that were left out because the head was trained on them
/// @param millisPerClaim processor time, NaN if it was not measured
public record GroundingReport(
    List<Scored> scored, long silent, double threshold, int seen, double millisPerClaim) {
  /// An answer with the support of its weakest claim.
  ///
  /// @param claims how many it has
  public record Scored(boolean isSupported, double score, int claims) {}

  /// @param all answers, also those that claim nothing
  public static GroundingReport of(
      List<Scored> all, double threshold, int seen, double millisPerClaim) {
    var claiming = all.stream().filter(one -> one.claims() > 0).toList();
    return new GroundingReport(
        claiming, all.size() - claiming.size(), threshold, seen, millisPerClaim);
  }

  public GroundingReport {
    scored = List.copyOf(scored);
  }

  public long supported() {
    return scored.stream().filter(Scored::isSupported).count();
  }

  public long unsupported() {
    return scored.size() - supported();
  }

  /// The mean of the shares of supported and of unsupported answers that are told.
  public double balancedAccuracy() {
    return balancedAccuracyAt(threshold);
  }

  public double balancedAccuracyAt(double from) {
    var kept = scored.stream().filter(one -> one.isSupported() && one.score() >= from).count();
    var found = scored.stream().filter(one -> !one.isSupported() && one.score() < from).count();
    return ((double) kept / supported() + (double) found / unsupported()) / 2;
  }

  /// F1 of one of the two kinds.
  public double f1(boolean ofSupported) {
    var right =
        scored.stream()
            .filter(one -> one.isSupported() == ofSupported)
            .filter(one -> one.score() >= threshold == ofSupported)
            .count();
    var told = scored.stream().filter(one -> one.score() >= threshold == ofSupported).count();
    var are = ofSupported ? supported() : unsupported();
    return 2d * right / (told + are);
  }

  /// The mean of both.
  public double f1() {
    return (f1(true) + f1(false)) / 2;
  }

  /// The chance that a supported answer scores higher than an unsupported one; ties count half.
  public double areaUnderCurve() {
    return AreaUnderCurve.of(scored, Scored::score, Scored::isSupported);
  }

  /// All of it, to be shown.
  public Figures figures() {
    var counts = new LinkedHashMap<String, Long>();
    counts.put("supported", supported());
    counts.put("unsupported", unsupported());
    counts.put("without_claims", silent);
    counts.put("seen_in_training", (long) seen);
    return new Figures(
        "grounding",
        "%d supported and %d unsupported answers; %d more claim nothing, and %d were left out, as the head was trained on them"
            .formatted(supported(), unsupported(), silent, seen),
        counts,
        List.of(
            new Figure("area under the curve", "auc", areaUnderCurve()),
            new Figure("threshold", "threshold", threshold),
            new Figure("balanced accuracy", "balanced_accuracy", balancedAccuracy()),
            new Figure("F1 of the supported", "f1_supported", f1(true)),
            new Figure("F1 of the unsupported", "f1_unsupported", f1(false)),
            new Figure("F1, mean of both", "f1", f1()),
            new Figure("processor time a claim, ms", "cpu_ms_per_claim", millisPerClaim)),
        Map.of());
  }
}
