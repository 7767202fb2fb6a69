package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The `guardrails` section of a feature or a project.
///
/// @param deadline for all checks of one stage together, wall time
/// @param reply what is said instead of what was blocked, where that is so declared
/// @param guardrails those that are not off
/// @param pii what becomes of personal data in the texts of calls
public record GuardrailsConfig(
    Duration deadline, OnBlock onBlock, String reply, List<Guardrail> guardrails, PiiPolicy pii) {
  public static final GuardrailsConfig NONE =
      new GuardrailsConfig(Duration.ofSeconds(2), OnBlock.ERROR, "", List.of(), PiiPolicy.NONE);

  private static final String PII = "pii";

  public GuardrailsConfig {
    guardrails = List.copyOf(guardrails);
  }

  /// The section of a feature, which may answer in another way.
  public static GuardrailsConfig ofFeature(ConfigNode section, List<DetectorKind> kinds) {
    var onBlock =
        section.choice(
            "on-block",
            OnBlock.ERROR,
            "What the caller gets instead: an error, the reply, or the answer of the next tier"
                + " (after blocked input, of the next one that is a reply)");
    var reply =
        section.text("reply", "", "What is said instead of what was blocked, with on-block: reply");
    if (onBlock == OnBlock.REPLY && reply.isEmpty() && !section.isDescribing()) {
      section.problem("on-block", "there is no reply to give; add the key \"reply\"");
    }
    return from(section, onBlock, reply, kinds, true);
  }

  /// The section of a project, for the calls that name a model.
  public static GuardrailsConfig ofProject(ConfigNode section, List<DetectorKind> kinds) {
    var config = from(section, OnBlock.ERROR, "", kinds, false);
    for (var guardrail : config.guardrails) {
      if (guardrail.stages().contains(Stage.OUTPUT) && !section.isDescribing()) {
        section.problem(
            guardrail.name(),
            "answers to calls that name a model are not checked; leave output out of its stages,"
                + " or declare it in a feature");
      }
    }
    return config;
  }

  private static GuardrailsConfig from(
      ConfigNode section,
      OnBlock onBlock,
      String reply,
      List<DetectorKind> kinds,
      boolean retrieves) {
    var deadline =
        section.duration(
            "deadline",
            NONE.deadline,
            "How long all checks of one stage may take together; what is late has failed");
    var guardrails = new ArrayList<Guardrail>();
    var pii = PiiPolicy.NONE;
    for (var kind : kinds) {
      if (kind.name().equals(PII)) {
        pii =
            section
                .optionalSection(
                    kind.name(), kind.doc(), node -> PiiPolicy.from(kind, node, retrieves))
                .orElse(PiiPolicy.NONE);
        continue;
      }
      section
          .optionalSection(kind.name(), kind.doc(), node -> Guardrail.from(kind, node))
          .filter(guardrail -> guardrail.mode() != Mode.OFF)
          .ifPresent(guardrails::add);
    }
    return new GuardrailsConfig(deadline, onBlock, reply, guardrails, pii);
  }
}
