package dev.headgate.runtime.features;

import dev.headgate.runtime.guardrails.GuardrailsConfig;
import dev.headgate.runtime.intents.IntentsConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the calls of a feature are told apart, and where each intent leads to.
///
/// @param config null if the feature has one way for all
/// @param ways by intent; an intent that is not among them goes the feature's own way
public record IntentRoutes(@Nullable IntentsConfig config, Map<String, Way> ways) {
  static final IntentRoutes NONE = new IntentRoutes(null, Map.of());

  public IntentRoutes {
    ways = Map.copyOf(ways);
  }

  /// What answers the calls of one intent.
  ///
  /// @param retrieval null if and only if nothing is searched
  /// @param guardrails that run after those of the feature; null if it declares none
  public record Way(
      Shape shape,
      @Nullable Retrieval retrieval,
      List<Tier> tiers,
      @Nullable GuardrailsConfig guardrails) {
    public Way {
      tiers = List.copyOf(tiers);
    }

    Way with(@Nullable GuardrailsConfig others) {
      return new Way(shape, retrieval, tiers, others);
    }
  }
}
