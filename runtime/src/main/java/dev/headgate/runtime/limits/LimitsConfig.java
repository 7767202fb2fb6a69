package dev.headgate.runtime.limits;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.access.Allowance;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The `limits` section.
///
/// @param each what anybody may use who has no limits of its own
/// @param models what all callers together may use, by the name that callers write
/// @param maxUsers users that are counted one by one
/// @param bounds of every single call
public record LimitsConfig(
    Each each,
    SequencedMap<String, Allowance> models,
    int maxUsers,
    CallBounds bounds,
    OverloadConfig overload) {
  /// The defaults: nobody is limited.
  public static final LimitsConfig DEFAULT =
      new LimitsConfig(
          new Each(
              Allowance.UNLIMITED, Allowance.UNLIMITED, Allowance.UNLIMITED, Allowance.UNLIMITED),
          new LinkedHashMap<>(),
          100_000,
          new CallBounds(8, Duration.ofMinutes(15), 8_192),
          new OverloadConfig(Duration.ofMillis(5), 64, 10_000, 512, Duration.ofMillis(200)));

  /// One allowance for each key, user, team and project.
  public record Each(Allowance key, Allowance user, Allowance team, Allowance project) {
    static Each from(ConfigNode limits) {
      return new Each(
          limits.section("key", "What each key may use", Allowance::from),
          limits.section("user", "What each user of a project may use", Allowance::from),
          limits.section("team", "What each team may use", Allowance::from),
          limits.section("project", "What each project may use", Allowance::from));
    }
  }

  /// No call is without an end.
  ///
  /// @param maxDepth of calls that lead to calls
  /// @param maxDuration of a call, wall time
  /// @param maxOutputTokens of a call that names no bound of its own
  public record CallBounds(int maxDepth, Duration maxDuration, int maxOutputTokens) {
    static CallBounds from(ConfigNode limits) {
      return new CallBounds(
          limits.integer(
              "max-depth", 8, 1, 32, "How many calls may lead to each other, one inside the other"),
          limits.duration(
              "max-call-duration", Duration.ofMinutes(15), "How long a call may last at most"),
          limits.integer(
              "max-output-tokens",
              8_192,
              1,
              Allowance.MOST,
              "Output tokens of a call that names no bound of its own"));
    }
  }

  public LimitsConfig {
    models = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(models));
  }

  public static LimitsConfig from(ConfigNode limits) {
    return new LimitsConfig(
        Each.from(limits),
        limits.map(
            "models",
            "What all callers together may use of a model, by its name in the section models",
            (_, model) -> Allowance.from(model)),
        limits.integer(
            "max-users",
            100_000,
            1,
            10_000_000,
            "Users that are counted one by one; further ones of a project share one count"),
        CallBounds.from(limits),
        limits.section("overload", "When the machine has too much to do", OverloadConfig::from));
  }
}
