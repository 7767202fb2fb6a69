package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.runtime.guardrails.GuardrailsConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for every call to a feature, whoever makes it.
///
/// @param priority at most this one, null for the caller's
/// @param data what its calls may carry and where to
/// @param guardrails that check its texts
/// @param cacheFor how long an answer to the very same call is given again; zero for never
public record FeatureTerms(
    @Nullable Priority priority, DataRule data, Duration cacheFor, GuardrailsConfig guardrails) {
  public static final FeatureTerms NONE = new FeatureTerms(null, DataRule.NONE, Duration.ZERO);

  public FeatureTerms(@Nullable Priority priority, DataRule data, Duration cacheFor) {
    this(priority, data, cacheFor, GuardrailsConfig.NONE);
  }

  static FeatureTerms from(
      ConfigNode feature, BoundariesConfig boundaries, List<DetectorKind> detectors) {
    return new FeatureTerms(
        feature
            .optionalChoice(
                "priority",
                Priority.class,
                "How much its calls matter at most; without it, as much as their caller's")
            .orElse(null),
        feature.section(
            "data", "What its calls may carry and where to", data -> data(data, boundaries)),
        feature.duration(
            "cache-for",
            Duration.ZERO,
            "How long an answer to the very same call of the same project is given again; 0s"
                + " never."),
        feature.section(
            "guardrails",
            "What is checked of its calls' texts, on the way in and out",
            section -> GuardrailsConfig.ofFeature(section, detectors)));
  }

  private static DataRule data(ConfigNode data, BoundariesConfig boundaries) {
    var rule = DataRule.from(data);
    boundaries.check(data, "class", rule.dataClass());
    return rule;
  }
}
