package dev.headgate.server.config;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.money.Price;
import dev.headgate.kernel.money.PriceConfig;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.RoutingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Reads an entry of the section `models`: one deployment, or several and how to choose; of one
/// that chooses between two others by difficulty, only that it has no deployment.
final class ModelReader {
  private static final double MAX_WEIGHT = 1_000_000;
  private static final int MAX_CONTEXT = 1_000_000_000;

  /// The key of a model that chooses between two others.
  static final String DIFFICULTY = "difficulty";

  private static final List<String> OF_DEPLOYMENTS =
      List.of(
          "provider",
          "model",
          "weight",
          "region",
          "context-window",
          "prefill",
          "price",
          "deployments",
          "fallback",
          "routing",
          "cache-for",
          "same-vectors");

  private final Map<String, String> providers;
  private final Set<String> embedded;
  private final BiPredicate<String, String> continues;

  private ModelReader(
      Map<String, String> providers, Set<String> embedded, BiPredicate<String, String> continues) {
    this.providers = providers;
    this.embedded = embedded;
    this.continues = continues;
  }

  /// @param providers that are declared
  /// @param embedded models of this process
  /// @param continues whether a provider's model is known to go on with an assistant's message
  static Alias read(
      ConfigNode model,
      Map<String, String> providers,
      Set<String> embedded,
      BiPredicate<String, String> continues) {
    return new ModelReader(providers, embedded, continues).read(model);
  }

  private Alias read(ConfigNode model) {
    var choosing = model.has(DIFFICULTY) && !model.isDescribing();
    var single = target(model, false);
    var several =
        model.list(
            "deployments",
            "Where the model can be reached, the best first, in place of provider and model",
            deployment -> target(deployment, true));
    if (!several.isEmpty() && (model.has("provider") || model.has("model"))) {
      model.problem("deployments", "write either deployments, or provider and model, of a model");
    }
    if (choosing) {
      refuseOwn(model);
    } else if (several.isEmpty()) {
      requireSingle(model);
    }
    var targets = several.isEmpty() || model.isDescribing() ? List.of(single) : several;
    if (targets.size() > 1) {
      refuseEmbedded(model, targets);
    }
    return new Alias(
        targets,
        model.texts(
            "fallback",
            List.of(),
            "Other models, whose deployments are asked when all of this one have failed."),
        model.section(
            "routing",
            "How a call chooses, and what it does when a deployment fails",
            RoutingConfig::from),
        model.duration(
            "cache-for",
            Duration.ZERO,
            "How long an answer to the very same request of the same project is given again; 0s"
                + " never."),
        model.flag(
            "same-vectors",
            false,
            "Whether deployments and fallbacks whose model has another name there are the same"
                + " embedding model; if not, the model is refused for embeddings."));
  }

  private static void refuseOwn(ConfigNode model) {
    for (var key : OF_DEPLOYMENTS) {
      if (model.has(key)) {
        model.problem(
            key,
            "a model with \"difficulty\" has no \"%s\" of its own; that of its easy or hard model holds"
                .formatted(key));
      }
    }
  }

  private static void requireSingle(ConfigNode model) {
    for (var key : List.of("provider", "model")) {
      if (!model.has(key) && !model.isDescribing()) {
        model.problem(
            model.at(), "\"" + key + "\" is missing; write provider and model, or deployments");
      }
    }
  }

  private static void refuseEmbedded(ConfigNode model, List<Alias.Target> targets) {
    for (var target : targets) {
      if (target.provider().equals(Router.EMBEDDED)) {
        model.problem(
            "deployments",
            "a model of this process stands alone; declare it as a model of its own");
      }
    }
  }

  private Alias.Target target(ConfigNode node, boolean inList) {
    var provider = provider(node, inList);
    var model = model(node, inList);
    check(node, provider, model);
    var terms =
        new Deployment.Terms(
            node.number(
                "weight",
                1,
                0,
                MAX_WEIGHT,
                "How often it is chosen, against the others, by the strategy weighted."),
            node.optionalText("region", "Where it computes, such as eu; for rules on data.")
                .orElse(""),
            node.optionalInteger(
                    "context-window",
                    1,
                    MAX_CONTEXT,
                    "Tokens it reads and writes together; a call that is too long for another goes"
                        + " where more is read.")
                .orElse(0),
            node.flag(
                "prefill",
                continues.test(provider, model),
                "Whether it goes on with an assistant's message at the end of the conversation; an"
                    + " answer that broke is then continued there. Left out, what is known of the"
                    + " model counts."),
            price(node));
    return new Alias.Target(provider, model, terms);
  }

  private static @Nullable Price price(ConfigNode node) {
    if (!node.has("price") && !node.isDescribing()) {
      return null;
    }
    return node.section("price", "What it charges, in place of the catalog.", PriceConfig::from)
        .price();
  }

  private static String provider(ConfigNode node, boolean inList) {
    var doc = "The provider's name in the section providers, or embedded";
    return inList
        ? node.requireText("provider", doc)
        : node.optionalText("provider", doc).orElse("");
  }

  private static String model(ConfigNode node, boolean inList) {
    var doc = "The provider's own name of the model";
    return inList ? node.requireText("model", doc) : node.optionalText("model", doc).orElse("");
  }

  private void check(ConfigNode node, String provider, String model) {
    if (provider.isEmpty()) {
      return;
    }
    var isEmbedded = provider.equals(Router.EMBEDDED);
    if (!isEmbedded && !providers.containsKey(provider)) {
      node.problem(
          "provider",
          "unknown provider \"%s\"; %s"
              .formatted(
                  provider,
                  hint(provider, providers.keySet(), "declare it in the section providers")));
    }
    if (isEmbedded && !model.isEmpty() && !embedded.contains(model)) {
      node.problem(
          "model",
          "there is no embedded model \"%s\"; %s"
              .formatted(model, hint(model, embedded, "there are " + String.join(", ", embedded))));
    }
  }

  static String hint(String name, Collection<String> known, String otherwise) {
    return NearestName.of(name, new ArrayList<>(known))
        .map(near -> "did you mean \"" + near + "\"?")
        .orElse(otherwise);
  }
}
