package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.DetectorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The `guardrails` section of a feature or a project.
///
/// @param deadline for all checks of one stage together, wall time
/// @param reply what is said instead of what was blocked, where that is so declared
/// @param guardrails those that are not off
/// @param checks that models make, those that are not off
/// @param pii what becomes of personal data in the texts of calls
/// @param grounding what becomes of claims that a feature's documents do not bear out
public record GuardrailsConfig(
    Duration deadline,
    OnBlock onBlock,
    String reply,
    List<Guardrail> guardrails,
    List<ModelCheck> checks,
    PiiPolicy pii,
    GroundingPolicy grounding) {
  public static final GuardrailsConfig NONE =
      new GuardrailsConfig(
          Duration.ofSeconds(2),
          OnBlock.ERROR,
          "",
          List.of(),
          List.of(),
          PiiPolicy.NONE,
          GroundingPolicy.NONE);

  private static final String PII = "pii";
  private static final String GROUNDING = "grounding";
  private static final String CHECKS = "checks";
  private static final int MAX_CHECKS = 20;

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
    checks = List.copyOf(checks);
  }

  /// The section of a feature, which may answer in another way.
  public static GuardrailsConfig ofFeature(ConfigNode section, GuardrailParts parts) {
    return answering(section, NONE, parts, Owner.FEATURE);
  }

  /// The section of a route, whose guardrails run after those of its feature. What it does not say
  /// holds as the feature says it.
  ///
  /// @param feature the section of the feature
  public static GuardrailsConfig ofRoute(
      ConfigNode section, GuardrailsConfig feature, GuardrailParts parts) {
    return answering(section, feature, parts, Owner.ROUTE);
  }

  /// @param usual what holds where the section says nothing
  private static GuardrailsConfig answering(
      ConfigNode section, GuardrailsConfig usual, GuardrailParts parts, Owner owner) {
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
    return from(section, usual.deadline, onBlock, reply, parts, owner);
  }

  /// The section of a project, for the calls that name a model.
  public static GuardrailsConfig ofProject(ConfigNode section, GuardrailParts parts) {
    var config = from(section, NONE.deadline, OnBlock.ERROR, "", parts, Owner.PROJECT);
    for (var guardrail : config.guardrails) {
      if (guardrail.removes() && !section.isDescribing()) {
        section.problem(
            guardrail.name(),
            "answers to calls that name a model pass as they are or not at all, and nothing is taken"
                + " out of them; declare it in a feature");
      }
    }
    return config;
  }

  private static GuardrailsConfig from(
      ConfigNode section,
      Duration usualDeadline,
      OnBlock onBlock,
      String reply,
      GuardrailParts parts,
      Owner owner) {
    var deadline =
        section.duration(
            "deadline",
            usualDeadline,
            "How long all checks of one stage may take together; what is late has failed");
    var guardrails = new ArrayList<Guardrail>();
    var pii = PiiPolicy.NONE;
    var grounding = GroundingPolicy.NONE;
    for (var kind : parts.kinds()) {
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
          .optionalSection(kind.name(), kind.doc(), node -> Guardrail.from(kind, node, parts))
          .filter(guardrail -> guardrail.mode() != Mode.OFF)
          .ifPresent(guardrails::add);
    }
    return new GuardrailsConfig(
        deadline, onBlock, reply, guardrails, checks(section, parts), pii, grounding);
  }

  private static List<ModelCheck> checks(ConfigNode section, GuardrailParts parts) {
    var checks =
        section
            .list(
                CHECKS,
                "Custom checks: each asks a model of its own choice about a text, beside the other"
                    + " checks",
                check -> ModelCheck.from(check, parts.names()))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    var names = new HashSet<>(parts.kinds().stream().map(DetectorKind::name).toList());
    for (var check : checks) {
      if (!names.add(check.name())) {
        section.problem(
            CHECKS,
            "there is another guardrail called \"%s\"; rename the check".formatted(check.name()));
      }
    }
    if (checks.size() > MAX_CHECKS) {
      section.problem(CHECKS, "more than %d checks".formatted(MAX_CHECKS));
    }
    return checks.stream().filter(check -> check.terms().mode() != Mode.OFF).toList();
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
