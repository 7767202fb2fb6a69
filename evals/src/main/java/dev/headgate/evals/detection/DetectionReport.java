package dev.headgate.evals.detection;

import dev.headgate.evals.detection.Figures.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How well scores tell positive cases from negative ones.
///
/// @param threshold at which accuracy and false alarms are counted
/// @param seen cases that were left out because the detector was trained on them
public record DetectionReport(String detector, List<Scored> scored, double threshold, int seen) {
  /// A case with what the detector gave it.
  public record Scored(DetectionCase of, double score) {}

  public DetectionReport {
    scored = List.copyOf(scored);
  }

  public long positives() {
    return scored.stream().filter(one -> one.of().isPositive()).count();
  }

  public long negatives() {
    return scored.size() - positives();
  }

  /// The chance that a positive case scores higher than a negative one; ties count half. NaN if
  /// there are none of a kind.
  public double areaUnderCurve() {
    return AreaUnderCurve.of(scored, Scored::score, one -> one.of().isPositive());
  }

  /// The lowest threshold at which at most that share of the negatives is found.
  public double thresholdAt(double falseAlarms) {
    var negative =
        scored.stream()
            .filter(one -> !one.of().isPositive())
            .mapToDouble(Scored::score)
            .sorted()
            .toArray();
    if (negative.length == 0) {
      return Double.NaN;
    }
    var allowed = (int) Math.floor(falseAlarms * negative.length);
    return Math.nextUp(negative[negative.length - 1 - Math.min(allowed, negative.length - 1)]);
  }

  /// The share of positives that score at least so much.
  public double recallFrom(double score) {
    return share(scored.stream().filter(one -> one.of().isPositive()).toList(), score);
  }

  /// The share of negatives that score at least so much.
  public double falseAlarmsFrom(double score) {
    return share(scored.stream().filter(one -> !one.of().isPositive()).toList(), score);
  }

  public double recallAt(double falseAlarms) {
    return recallFrom(thresholdAt(falseAlarms));
  }

  /// The share of cases on the right side of the threshold, by source.
  public Map<String, Double> accuracyBySource() {
    var bySource = new TreeMap<String, List<Scored>>();
    for (var one : scored) {
      bySource.computeIfAbsent(one.of().source(), _ -> new ArrayList<>()).add(one);
    }
    var accuracy = new TreeMap<String, Double>();
    bySource.forEach((source, cases) ->
        accuracy.put(
            source,
            cases.stream().filter(one -> one.of().isPositive() == one.score() >= threshold).count()
                / (double) cases.size()));
    return accuracy;
  }

  private static double share(List<Scored> of, double from) {
    return of.stream().filter(one -> one.score() >= from).count() / (double) of.size();
  }

  /// All of it, to be shown.
  public Figures figures() {
    var counts = new LinkedHashMap<String, Long>();
    counts.put("positives", positives());
    counts.put("negatives", negatives());
    counts.put("seen_in_training", (long) seen);
    return new Figures(
        detector,
        "%d positive and %d negative texts; %d more were left out, as it was trained on them"
            .formatted(positives(), negatives(), seen),
        counts,
        List.of(
            new Figure("area under the curve", "auc", areaUnderCurve()),
            new Figure("recall at 1 % false positives", "recall_at_1", recallAt(.01)),
            new Figure("recall at 5 % false positives", "recall_at_5", recallAt(.05)),
            new Figure("threshold", "threshold", threshold),
            new Figure("recall at the threshold", "recall", recallFrom(threshold)),
            new Figure(
                "false positives at the threshold", "false_positives", falseAlarmsFrom(threshold))),
        accuracyBySource());
  }
}
