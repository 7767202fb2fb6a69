package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.boundaries.Boundaries;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.routing.Router;

/// Everything that a change of the declarations replaces at once. A call keeps the one it began
/// with.
public record Snapshot(
    Access access,
    Features features,
    Router router,
    Boundaries boundaries,
    GuardrailSections guardrails) {
  public Snapshot(Access access, Features features, Router router) {
    this(access, features, router, Boundaries.NONE, GuardrailSections.NONE);
  }
}
