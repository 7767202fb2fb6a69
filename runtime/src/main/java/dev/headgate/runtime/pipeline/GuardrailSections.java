package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.guardrails.Guardrails;
import java.util.Map;

/// The guardrails of every feature, and of every project's calls to models.
///
/// @param features by name; none for those that are not named
/// @param projects by name; none for those that are not named
public record GuardrailSections(
    Map<String, Guardrails> features, Map<String, Guardrails> projects) {
  public static final GuardrailSections NONE = new GuardrailSections(Map.of(), Map.of());

  public GuardrailSections {
    features = Map.copyOf(features);
    projects = Map.copyOf(projects);
  }

  Guardrails ofFeature(String name) {
    return features.getOrDefault(name, Guardrails.NONE);
  }

  Guardrails ofProject(String name) {
    return projects.getOrDefault(name, Guardrails.NONE);
  }
}
