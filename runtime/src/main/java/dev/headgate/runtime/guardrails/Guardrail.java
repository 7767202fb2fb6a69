package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Stage;
import java.util.EnumSet;
import java.util.Set;

/// One declared guardrail that a detector of this process finds for.
///
/// @param removes whether findings are taken out of an answer instead of blocking it
public record Guardrail(Detector detector, GuardrailTerms terms, boolean removes) {
  public String name() {
    return terms.name();
  }

  public Mode mode() {
    return terms.mode();
  }

  public double threshold() {
    return terms.threshold();
  }

  public Set<Stage> stages() {
    return terms.stages();
  }

  /// The score from which findings of a kind count.
  public double thresholdOf(String kind) {
    return detector.threshold(kind).orElse(terms.threshold());
  }

  boolean counts(Finding finding) {
    return finding.score() > 0 && finding.score() >= thresholdOf(finding.kind());
  }

  Guardrail with(Detector other) {
    return new Guardrail(other, terms, removes);
  }

  static Guardrail from(DetectorKind kind, ConfigNode section, GuardrailParts parts) {
    var possible = kind.checksOutputOnly() ? EnumSet.of(Stage.OUTPUT) : EnumSet.allOf(Stage.class);
    var terms =
        GuardrailTerms.from(kind.name(), section, kind.threshold(), kind.stages(), possible);
    return new Guardrail(kind.read(section, parts.files()), terms, kind.removes());
  }
}
