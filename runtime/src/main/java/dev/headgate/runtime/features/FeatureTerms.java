package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.guardrails.GuardrailParts;
import dev.headgate.runtime.guardrails.GuardrailsConfig;
import dev.headgate.runtime.guardrails.OnBlock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What holds for every call to a feature, whoever makes it.
///
/// @param priority at most this one, null for the caller's
/// @param data what its calls may carry and where to
/// @param cacheFor how long an answer to the very same call is given again; zero for never
/// @param contract what it takes and gives
/// @param guardrails that check its texts
/// @param latency how the time of a call is split
/// @param flag whose switch turns its models off, null if none does
public record FeatureTerms(
    @Nullable Priority priority,
    DataRule data,
    Duration cacheFor,
    Contract contract,
    GuardrailsConfig guardrails,
    Latency latency,
    @Nullable String flag) {
  public static final FeatureTerms NONE =
      new FeatureTerms(null, DataRule.NONE, Duration.ZERO, Contract.NONE);

  public FeatureTerms(
      @Nullable Priority priority, DataRule data, Duration cacheFor, Contract contract) {
    this(priority, data, cacheFor, contract, GuardrailsConfig.NONE, Latency.NONE, null);
  }

  FeatureTerms with(Latency split, @Nullable String switchedBy) {
    return new FeatureTerms(priority, data, cacheFor, contract, guardrails, split, switchedBy);
  }

  static FeatureTerms from(
      ConfigNode feature, Surroundings around, Contract contract, GuardrailParts parts) {
    return new FeatureTerms(
        feature
            .optionalChoice(
                "priority",
                Priority.class,
                "How much its calls matter at most; without it, as much as their caller's")
            .orElse(null),
        feature.section(
            "data",
            "What its calls may carry and where to",
            data -> data(data, around.boundaries())),
        feature.duration(
            "cache-for",
            Duration.ZERO,
            "How long an answer to the very same call of the same project is given again; 0s"
                + " never."),
        contract,
        guardrails(feature, contract, parts),
        Latency.NONE,
        null);
  }

  private static GuardrailsConfig guardrails(
      ConfigNode feature, Contract contract, GuardrailParts parts) {
    var guardrails =
        feature.section(
            "guardrails",
            "What is checked of its calls' texts, on the way in and out",
            section -> GuardrailsConfig.ofFeature(section, parts));
    checkReply(feature, guardrails, contract);
    return guardrails;
  }

  /// @param at has the section
  static void checkReply(ConfigNode at, GuardrailsConfig guardrails, Contract contract) {
    if (guardrails.onBlock() == OnBlock.REPLY
        && contract.hasOutput()
        && contract.judge(guardrails.reply()) instanceof Contract.Judged.Unfit unfit) {
      at.problem(
          "guardrails",
          "its reply does not fit the feature's contract: %s; write the JSON document in quotes"
              .formatted(unfit.reason()));
    }
  }

  private static DataRule data(ConfigNode data, BoundariesConfig boundaries) {
    var rule = DataRule.from(data);
    boundaries.check(data, "class", rule.dataClass());
    return rule;
  }
}
