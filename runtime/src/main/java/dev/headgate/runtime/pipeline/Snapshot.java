package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.boundaries.Boundaries;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.intents.IntentRouter;
import dev.headgate.runtime.routing.Router;
import java.util.Map;

/// Everything that a change of the declarations replaces at once. A call keeps the one it began
/// with.
///
/// @param guardrails that check the texts of its calls
/// @param intents what tells calls apart, by feature
public record Snapshot(
    Access access,
    Features features,
    Router router,
    Boundaries boundaries,
    GuardrailSections guardrails,
    Map<String, IntentRouter> intents) {
  public Snapshot {
    intents = Map.copyOf(intents);
  }

  public Snapshot(Access access, Features features, Router router) {
    this(access, features, router, Boundaries.NONE, GuardrailSections.NONE, Map.of());
  }
}
