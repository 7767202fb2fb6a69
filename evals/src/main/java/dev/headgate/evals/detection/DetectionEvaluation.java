package dev.headgate.evals.detection;

import dev.headgate.evals.detection.DetectionReport.Scored;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Gives texts to a detector. What it makes of a text is the score of its worst finding.
public final class DetectionEvaluation {
  private final String name;
  private final Detector detector;
  private final double threshold;

  /// @param name what is measured, for the report
  /// @param threshold from which a text counts as found
  public DetectionEvaluation(String name, Detector detector, double threshold) {
    this.name = name;
    this.detector = detector;
    this.threshold = threshold;
  }

  /// @param isSeen whether the detector was trained on a text, which is left out then
  public DetectionReport run(List<DetectionCase> cases, Predicate<String> isSeen) {
    var scored = new ArrayList<Scored>();
    var seen = 0;
    for (var one : cases) {
      if (isSeen.test(one.text())) {
        seen++;
      } else {
        var score = detector.find(one.text()).stream().mapToDouble(Finding::score).max();
        scored.add(new Scored(one, score.orElse(0)));
      }
    }
    return new DetectionReport(name, scored, threshold, seen);
  }
}
