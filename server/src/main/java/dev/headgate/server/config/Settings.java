package dev.headgate.server.config;

import dev.headgate.runtime.boundaries.BoundariesConfig;
import dev.headgate.runtime.budgets.BudgetsConfig;
import dev.headgate.runtime.cache.CacheConfig;
import dev.headgate.runtime.flags.FlagConfig;
import dev.headgate.runtime.guardrails.GuardrailsConfig;
import dev.headgate.runtime.limits.LimitsConfig;
import dev.headgate.runtime.reviews.ReviewsConfig;
import dev.headgate.store.responses.ResponsesConfig;
import dev.headgate.store.traces.TracesConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `headgate.yaml` says.
///
/// @param dataDirectory absolute; everything that Headgate writes lies in it
/// @param guardrails of calls that name a model, by project
/// @param flags by name
/// @param passThrough addresses that are passed on although they are not known here
public record Settings(
    ServerConfig server,
    Path dataDirectory,
    AccessConfig access,
    ModelsConfig models,
    TracesConfig traces,
    BudgetsConfig budgets,
    LimitsConfig limits,
    CacheConfig cache,
    BoundariesConfig boundaries,
    ResponsesConfig responses,
    ReviewsConfig reviews,
    Map<String, GuardrailsConfig> guardrails,
    Map<String, FlagConfig> flags,
    List<String> passThrough) {
  public Settings {
    guardrails = Map.copyOf(guardrails);
    flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    passThrough = List.copyOf(passThrough);
  }
}
