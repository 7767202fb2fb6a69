package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import dev.headgate.runtime.boundaries.DataRule;
import org.jspecify.annotations.Nullable;

/// What holds for every call to a feature, whoever makes it.
///
/// @param priority at most this one, null for the caller's
/// @param data what its calls may carry and where to
public record FeatureTerms(@Nullable Priority priority, DataRule data) {
  public static final FeatureTerms NONE = new FeatureTerms(null, DataRule.NONE);

  static FeatureTerms from(ConfigNode feature, BoundariesConfig boundaries) {
    return new FeatureTerms(
        feature
            .optionalChoice(
                "priority",
                Priority.class,
                "How much its calls matter at most; without it, as much as their caller's")
            .orElse(null),
        feature.section(
            "data", "What its calls may carry and where to", data -> data(data, boundaries)));
  }

  private static DataRule data(ConfigNode data, BoundariesConfig boundaries) {
    var rule = DataRule.from(data);
    boundaries.check(data, "class", rule.dataClass());
    return rule;
  }
}
