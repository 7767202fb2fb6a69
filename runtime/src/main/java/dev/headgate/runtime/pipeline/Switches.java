package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.Tier;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What flags turn off: a tier its own, and every tier that asks a model the feature's.
final class Switches {
  private Switches() {}

  /// The flag that turns a tier off now; empty if none does.
  static Optional<String> offBy(Feature feature, Tier tier, Predicate<String> isOn) {
    var own = tier.terms().flag();
    if (own != null && !isOn.test(own)) {
      return Optional.of(own);
    }
    var whole = feature.terms().flag();
    return whole != null && !(tier instanceof Tier.Reply) && !isOn.test(whole)
        ? Optional.of(whole)
        : Optional.empty();
  }

  /// The tiers that are left, by name: an answer that one of the others gave is none any more.
  static List<String> on(Feature feature, Predicate<String> isOn) {
    return feature.tiers().stream()
        .filter(tier -> offBy(feature, tier, isOn).isEmpty())
        .map(Tier::name)
        .toList();
  }

  /// Whether no tier is left that needs documents.
  static boolean searchesNothing(Feature feature, Predicate<String> isOn) {
    return feature.tiers().stream()
        .allMatch(tier -> tier instanceof Tier.Reply || offBy(feature, tier, isOn).isPresent());
  }

  static CallFailed allOff(Feature feature) {
    return new CallFailed(
        ErrorCode.FEATURE_OFF,
        "feature \"%s\" is switched off by its flags, and no reply is declared; \"headgate flags set NAME on\" switches it on"
            .formatted(feature.name()));
  }
}
