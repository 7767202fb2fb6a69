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
/// @param grounding what becomes of claims that a feature's documents do not bear out
public record GuardrailsConfig(
    Duration deadline,
    OnBlock onBlock,
    String reply,
    List<Guardrail> guardrails,
    PiiPolicy pii,
    GroundingPolicy grounding) {
  public static final GuardrailsConfig NONE =
      new GuardrailsConfig(
          Duration.ofSeconds(2),
          OnBlock.ERROR,
          "",
          List.of(),
          PiiPolicy.NONE,
          GroundingPolicy.NONE);

  private static final String PII = "pii";
  private static final String GROUNDING = "grounding";

  /// Whose section it is.
  private enum Owner {
    FEATURE,
    /// Personal data is taken out before its section counts.
    ROUTE,
    /// Its calls retrieve nothing, so there is nothing to ground an answer in.
    PROJECT
  }

  public GuardrailsConfig {
    guardrails = List.copyOf(guardrails);
  }

  /// The section of a feature, which may answer in another way.
  public static GuardrailsConfig ofFeature(ConfigNode section, List<DetectorKind> kinds) {
    return answering(section, NONE, kinds, Owner.FEATURE);
  }

  /// The section of a route, whose guardrails run after those of its feature. What it does not say
  /// holds as the feature says it.
  ///
  /// @param feature the section of the feature
  public static GuardrailsConfig ofRoute(
      ConfigNode section, GuardrailsConfig feature, List<DetectorKind> kinds) {
    return answering(section, feature, kinds, Owner.ROUTE);
  }

  /// @param usual what holds where the section says nothing
  private static GuardrailsConfig answering(
      ConfigNode section, GuardrailsConfig usual, List<DetectorKind> kinds, Owner owner) {
    var onBlock =
        section.choice(
            "on-block",
            usual.onBlock,
            "What the caller gets instead: an error, the reply, or the answer of the next tier"
                + " (after blocked input, of the next one that is a reply)");
    var reply =
        section.text(
            "reply", usual.reply, "What is said instead of what was blocked, with on-block: reply");
    if (onBlock == OnBlock.REPLY && reply.isEmpty() && !section.isDescribing()) {
      section.problem("on-block", "there is no reply to give; add the key \"reply\"");
    }
    return from(section, usual.deadline, onBlock, reply, kinds, owner);
  }

  /// The section of a project, for the calls that name a model.
  public static GuardrailsConfig ofProject(ConfigNode section, List<DetectorKind> kinds) {
    var config = from(section, NONE.deadline, OnBlock.ERROR, "", kinds, Owner.PROJECT);
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
      Duration usualDeadline,
      OnBlock onBlock,
      String reply,
      List<DetectorKind> kinds,
      Owner owner) {
    var deadline =
        section.duration(
            "deadline",
            usualDeadline,
            "How long all checks of one stage may take together; what is late has failed");
    var guardrails = new ArrayList<Guardrail>();
    var pii = PiiPolicy.NONE;
    var grounding = GroundingPolicy.NONE;
    for (var kind : kinds) {
      if (kind.name().equals(PII)) {
        if (owner == Owner.ROUTE) {
          refusePii(section, kind);
        } else {
          pii =
              section
                  .optionalSection(
                      kind.name(),
                      kind.doc(),
                      node -> PiiPolicy.from(kind, node, owner == Owner.FEATURE))
                  .orElse(PiiPolicy.NONE);
        }
        continue;
      }
      if (kind.name().equals(GROUNDING)) {
        if (owner != Owner.PROJECT) {
          grounding =
              section
                  .optionalSection(
                      kind.name(), kind.doc(), node -> GroundingPolicy.from(kind, node))
                  .orElse(GroundingPolicy.NONE);
        }
        continue;
      }
      section
          .optionalSection(kind.name(), kind.doc(), node -> Guardrail.from(kind, node))
          .filter(guardrail -> guardrail.mode() != Mode.OFF)
          .ifPresent(guardrails::add);
    }
    return new GuardrailsConfig(deadline, onBlock, reply, guardrails, pii, grounding);
  }

  private static void refusePii(ConfigNode section, DetectorKind kind) {
    if (section.has(PII)) {
      var _ = section.optionalAny(PII, kind.doc());
      section.problem(
          PII,
          "personal data is taken out before the intent is chosen, for all routes; move \"pii\" to"
              + " the feature's own guardrails");
    }
  }
}
