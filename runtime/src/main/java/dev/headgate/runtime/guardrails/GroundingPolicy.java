package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Grounder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What becomes of claims of an answer that its documents do not bear out.
///
/// @param grounder null if nobody looks
/// @param threshold the score from which a claim is supported, 0 to 1
/// @param mark what stands behind a claim that is marked
public record GroundingPolicy(
    @Nullable Grounder grounder,
    Mode mode,
    double threshold,
    OnUnsupported onUnsupported,
    String mark,
    OnFailure onFailure) {
  public static final GroundingPolicy NONE =
      new GroundingPolicy(null, Mode.OFF, 1, OnUnsupported.REMOVE, "", OnFailure.CLOSED);

  private static final String MARK = "[not in the documents]";

  static GroundingPolicy from(DetectorKind kind, ConfigNode section) {
    var mode =
        section.choice(
            "mode",
            Mode.ENFORCE,
            "Whether its verdicts are obeyed (enforce), only put on record (shadow), or not made (off)");
    var threshold =
        section.number(
            "threshold", kind.threshold(), 0, 1, "The support from which a claim is supported");
    var onUnsupported =
        section.choice(
            "on-unsupported",
            OnUnsupported.REMOVE,
            "What becomes of an unsupported claim: it is taken out of the answer (remove), marked, or"
                + " the call moves down (next-tier)");
    var mark = section.text("mark", MARK, "What stands behind a claim, with on-unsupported: mark");
    var onFailure =
        section.choice(
            "on-failure",
            OnFailure.CLOSED,
            "Whether an answer goes on (open) or is blocked (closed) if the check fails or is late");
    var grounder = (Grounder) kind.read(section);
    if (!section.isDescribing() && grounder.unsupportedBelow() > threshold) {
      section.problem(
          "unsupported-below",
          "\"unsupported-below\" is %.2f, and what is supported from %.2f on is not unsupported; lower it to the threshold"
              .formatted(grounder.unsupportedBelow(), threshold));
    }
    return new GroundingPolicy(grounder, mode, threshold, onUnsupported, mark, onFailure);
  }

  public boolean isOn() {
    return grounder != null && mode != Mode.OFF;
  }

  GroundingPolicy with(Function<String, EmbeddingModel> embeddings) {
    return grounder == null || mode == Mode.OFF
        ? NONE
        : new GroundingPolicy(
            grounder.with(embeddings.apply(grounder.embedding())),
            mode,
            threshold,
            onUnsupported,
            mark,
            onFailure);
  }
}
