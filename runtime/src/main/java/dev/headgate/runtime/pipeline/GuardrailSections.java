package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.guardrails.Guardrails;
import java.util.Map;

/// The guardrails of every feature, and of every project's calls to models.
///
/// @param features by name; none for those that are not named
/// @param routes by the name of the feature and the intent that leads there; none but the feature's
///   for those that are not named
/// @param projects by name; none for those that are not named
public record GuardrailSections(
    Map<String, Guardrails> features,
    Map<String, Map<String, OnRoute>> routes,
    Map<String, Guardrails> projects) {
  public static final GuardrailSections NONE = new GuardrailSections(Map.of(), Map.of(), Map.of());

  public GuardrailSections {
    features = Map.copyOf(features);
    routes = Map.copyOf(routes);
    projects = Map.copyOf(projects);
  }

  /// The guardrails of a route.
  ///
  /// @param own that the route adds
  /// @param all the feature's and these
  public record OnRoute(Guardrails own, Guardrails all) {}

  /// @param intent empty if none was chosen
  OnRoute onRoute(String feature, String intent) {
    var found = routes.getOrDefault(feature, Map.of()).get(intent);
    return found == null ? new OnRoute(Guardrails.NONE, ofFeature(feature)) : found;
  }

  Guardrails ofFeature(String name) {
    return features.getOrDefault(name, Guardrails.NONE);
  }

  Guardrails ofProject(String name) {
    return projects.getOrDefault(name, Guardrails.NONE);
  }
}
