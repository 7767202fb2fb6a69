package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// One declared guardrail.
///
/// @param threshold the score from which a finding counts, 0 to 1, unless its kind has its own
/// @param stages where it runs
/// @param removes whether findings are taken out of an answer instead of blocking it
public record Guardrail(
    Detector detector,
    Mode mode,
    double threshold,
    OnFailure onFailure,
    Set<Stage> stages,
    boolean removes) {
  public Guardrail {
    stages = Set.copyOf(stages);
  }

  public String name() {
    return detector.name();
  }

  /// The score from which findings of a kind count.
  public double thresholdOf(String kind) {
    return detector.threshold(kind).orElse(threshold);
  }

  boolean counts(Finding finding) {
    return finding.score() > 0 && finding.score() >= thresholdOf(finding.kind());
  }

  Guardrail with(Detector other) {
    return new Guardrail(other, mode, threshold, onFailure, stages, removes);
  }

  static Guardrail from(DetectorKind kind, ConfigNode section) {
    var mode =
        section.choice(
            "mode",
            Mode.ENFORCE,
            "Whether its verdicts are obeyed (enforce), only put on record (shadow), or not made (off)");
    var threshold =
        section.number(
            "threshold", kind.threshold(), 0, 1, "The score from which a finding counts");
    var onFailure =
        section.choice(
            "on-failure",
            OnFailure.CLOSED,
            "Whether a text goes on (open) or is blocked (closed) if the check fails or is late");
    var stages = stages(kind, section);
    return new Guardrail(kind.read(section), mode, threshold, onFailure, stages, kind.removes());
  }

  private static Set<Stage> stages(DetectorKind kind, ConfigNode section) {
    var usual = new TreeSet<>(kind.stages()).stream().map(Guardrail::written).toList();
    var stages = EnumSet.noneOf(Stage.class);
    for (var name :
        section.texts("stages", usual, "What is checked: input, retrieved, tool-results, output")) {
      var stage = Arrays.stream(Stage.values()).filter(it -> written(it).equals(name)).findFirst();
      stage.ifPresentOrElse(
          stages::add,
          () ->
              section.problem(
                  "stages",
                  "there is no stage \"%s\"; there are %s"
                      .formatted(name, String.join(", ", all()))));
    }
    if (kind.removes() && !stages.equals(EnumSet.of(Stage.OUTPUT))) {
      section.problem("stages", kind.name() + " checks output only; leave the key out");
    }
    return stages;
  }

  private static List<String> all() {
    return Arrays.stream(Stage.values()).map(Guardrail::written).toList();
  }

  static String written(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
