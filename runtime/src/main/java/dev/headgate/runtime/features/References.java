package dev.headgate.runtime.features;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.contracts.Schemas;
import dev.headgate.runtime.guardrails.CheckNames;
import dev.headgate.runtime.guardrails.Wording;
import dev.headgate.runtime.prompts.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names that a feature uses of what is declared around it. What a name stands for becomes a
/// part of the feature's release.
final class References implements CheckNames {
  private static final String TEXTS = "texts";

  private final FeatureFiles files;
  private final Surroundings around;
  private final ReleaseHash hash;

  References(FeatureFiles files, Surroundings around, ReleaseHash hash) {
    this.files = files;
    this.around = around;
    this.hash = hash;
  }

  /// Whether a model writes nothing itself.
  boolean isEmbedded(String model) {
    return target(model).startsWith("embedded/");
  }

  /// As `provider/model`, as far as that is known.
  String target(String model) {
    return around.targets().getOrDefault(model, model);
  }

  @Override
  public void model(ConfigNode check, String name) {
    if (isEmbedded(name)) {
      check.problem("model", "a check asks a generative model; \"" + name + "\" is none");
    } else {
      generative(check, name);
    }
  }

  /// Reports a generative model that there is not.
  ///
  /// @param at has the key `model`
  void generative(ConfigNode at, String model) {
    var alias = around.models().get(model);
    var slash = model.indexOf('/');
    if (alias != null) {
      hash.add("model " + model, alias);
    } else if (slash < 0) {
      at.problem(
          "model",
          FeatureReader.unknown(
              "model", model, around.models().keySet(), "headgate.yaml, section models"));
    } else {
      var provider = model.substring(0, slash);
      var declared = around.providers().get(provider);
      if (declared == null) {
        at.problem(
            "model",
            FeatureReader.unknown(
                "provider",
                provider,
                around.providers().keySet(),
                "headgate.yaml, section providers"));
      } else if (slash == model.length() - 1) {
        at.problem("model", "expected provider/model, found \"" + model + "\"");
      } else {
        hash.add("model " + model, declared);
      }
    }
  }

  @Override
  public Optional<Wording> prompt(ConfigNode check, String name) {
    var prompt = find(check, name);
    if (prompt.filter(it -> !it.uses(TEXTS)).isPresent()) {
      check.problem(
          "prompt",
          "prompt \"%s\" does not show what is to be judged; add {{json texts}}".formatted(name));
      return Optional.empty();
    }
    return prompt.map(Asking::new);
  }

  /// The prompt of a tier; empty, and reported, if there is none.
  ///
  /// @param tier has the key `prompt`
  Optional<Prompt> ofTier(ConfigNode tier, String name) {
    var prompt = find(tier, name);
    if (prompt.filter(it -> it.uses(TEXTS) && !it.declares(TEXTS)).isPresent()) {
      tier.problem(
          "prompt",
          "prompt \"%s\" uses texts, which only a check of guardrails.checks has".formatted(name));
    }
    return prompt;
  }

  private Optional<Prompt> find(ConfigNode at, String name) {
    var prompt = files.prompts().get(name);
    if (prompt == null) {
      if (!files.brokenPrompts().contains(name)) {
        at.problem(
            "prompt",
            FeatureReader.unknown("prompt", name, files.prompts().keySet(), "prompts/%s.prompt"));
      }
      return Optional.empty();
    }
    hash.add("prompt " + prompt.name(), prompt.canonical());
    return Optional.of(prompt);
  }

  @Override
  public Schemas schemas() {
    return files.contract().schemas();
  }

  private record Asking(Prompt prompt) implements Wording {
    @Override
    public List<ChatMessage> render(Map<String, ?> variables) {
      return prompt.render(variables);
    }

    @Override
    public ChatSettings settings() {
      return prompt.settings();
    }
  }
}
