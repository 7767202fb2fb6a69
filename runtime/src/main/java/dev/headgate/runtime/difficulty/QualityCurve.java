package dev.headgate.runtime.difficulty;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The quality that is left as more prompts go to the easy model, those first that are most likely
/// easy. Its measures are those of RouteLLM (Ong et al., ICLR 2025), whose strong model is the hard
/// one here.
public final class QualityCurve {
  private final double[] scores;
  private final double[] quality;

  /// @param scores ascending
  /// @param quality mean of all prompts by the number of those that go to the easy model
  private QualityCurve(double[] scores, double[] quality) {
    this.scores = scores;
    this.quality = quality;
  }

  /// @param scores one a prompt: the probability that it needs the hard model, by a classifier that
  ///   had not learned from it
  public static QualityCurve of(double[] scores, List<RecordedPrompt> prompts) {
    if (prompts.isEmpty() || scores.length != prompts.size()) {
      throw new IllegalArgumentException(scores.length + " scores of " + prompts.size());
    }
    var order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .toList();
    var sorted = new double[scores.length];
    var quality = new double[scores.length + 1];
    var sum = prompts.stream().mapToDouble(RecordedPrompt::hard).sum();
    quality[0] = sum / scores.length;
    for (int k = 0; k < scores.length; k++) {
      var prompt = prompts.get(order.get(k));
      sorted[k] = scores[order.get(k)];
      sum += prompt.easy() - prompt.hard();
      quality[k + 1] = sum / scores.length;
    }
    return new QualityCurve(sorted, quality);
  }

  /// Mean quality of the hard model.
  public double hardQuality() {
    return quality[0];
  }

  /// Mean quality of the easy model.
  public double easyQuality() {
    return quality[quality.length - 1];
  }

  /// Mean quality with this share of the prompts at the easy model.
  public double quality(double easyShare) {
    return quality[count(easyShare)];
  }

  /// The part of the gap between both models that is closed with this share of the prompts at the
  /// easy model: performance gap recovered, PGR. NaN where the hard model is not better.
  public double gapRecovered(double easyShare) {
    return recovered(count(easyShare));
  }

  /// The mean of that over all shares, APGR; one half by chance.
  public double averageGapRecovered() {
    var sum = 0.0;
    for (int k = 0; k < scores.length; k++) {
      sum += (recovered(k) + recovered(k + 1)) / 2;
    }
    return sum / scores.length;
  }

  /// The smallest share of prompts at the hard model that closes this part of the gap:
  /// call-performance threshold, CPT. NaN where the hard model is not better.
  public double hardShareFor(double gapRecovered) {
    if (Double.isNaN(recovered(0))) {
      return Double.NaN;
    }
    var most = scores.length;
    while (most > 0 && !(recovered(most) >= gapRecovered)) {
      most--;
    }
    return 1 - most / (double) scores.length;
  }

  /// The threshold below which this share of the prompts lies, as nearly as equal scores allow.
  public double thresholdForShare(double easyShare) {
    var wanted = count(easyShare);
    var before = wanted;
    while (!isCut(before)) {
      before--;
    }
    var after = wanted;
    while (!isCut(after)) {
      after++;
    }
    return threshold(wanted - before <= after - wanted ? before : after);
  }

  /// The threshold that sends as many prompts to the easy model as leave this mean quality.
  public double thresholdForQuality(double wanted) {
    var most = scores.length;
    while (most > 0 && !(isCut(most) && quality[most] >= wanted)) {
      most--;
    }
    return threshold(most);
  }

  /// The share of the prompts that lies below a threshold.
  public double easyShare(double threshold) {
    var below = 0;
    while (below < scores.length && scores[below] < threshold) {
      below++;
    }
    return below / (double) scores.length;
  }

  private int count(double easyShare) {
    return Math.clamp(Math.round(easyShare * scores.length), 0, scores.length);
  }

  private double recovered(int easy) {
    var gap = hardQuality() - easyQuality();
    return gap > 0 ? (quality[easy] - easyQuality()) / gap : Double.NaN;
  }

  // Prompts of one score cannot be told apart.
  private boolean isCut(int easy) {
    return easy == 0 || easy == scores.length || scores[easy - 1] < scores[easy];
  }

  private double threshold(int easy) {
    if (easy == 0) {
      return 0;
    }
    return easy == scores.length ? 1 : (scores[easy - 1] + scores[easy]) / 2;
  }
}
