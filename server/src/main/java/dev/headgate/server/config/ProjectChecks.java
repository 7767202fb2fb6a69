package dev.headgate.server.config;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.contracts.Schemas;
import dev.headgate.runtime.guardrails.CheckNames;
import dev.headgate.runtime.guardrails.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names that custom checks of a project may use. Models are declared further down in the same
/// file, so they are compared at its end.
final class ProjectChecks implements CheckNames {
  private final List<Named> named = new ArrayList<>();

  private record Named(ConfigNode check, String model) {}

  /// @param targets `provider/model` by alias
  /// @param providers names
  void check(Map<String, String> targets, Collection<String> providers) {
    for (var one : named) {
      var model = one.model;
      var slash = model.indexOf('/');
      var target = targets.getOrDefault(model, model);
      if (slash < 0 && !targets.containsKey(model)) {
        one.check.problem(
            "model",
            "unknown model \"%s\"; %s"
                .formatted(
                    model,
                    ModelReader.hint(model, targets.keySet(), "declare it in the section models")));
      } else if (target.startsWith("embedded/")) {
        one.check.problem("model", "a check asks a generative model; \"" + model + "\" is none");
      } else if (slash >= 0 && !providers.contains(model.substring(0, slash))) {
        one.check.problem(
            "model",
            "unknown provider \"%s\"; %s"
                .formatted(
                    model.substring(0, slash),
                    ModelReader.hint(
                        model.substring(0, slash),
                        providers,
                        "declare it in the section providers")));
      }
    }
  }

  @Override
  public void model(ConfigNode check, String name) {
    named.add(new Named(check, name));
  }

  @Override
  public Optional<Wording> prompt(ConfigNode check, String name) {
    check.problem(
        "prompt", "only a feature has prompts; write the question itself, as \"question: …\"");
    return Optional.empty();
  }

  @Override
  public Schemas schemas() {
    return ProjectLoader.SCHEMAS;
  }
}
