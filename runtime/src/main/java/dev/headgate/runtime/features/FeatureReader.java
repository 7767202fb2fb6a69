package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.runtime.prompts.Prompt;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a `feature.yaml` and checks every name in it against what the project declares.
public final class FeatureReader {
  private static final int MAX_HITS = 100;
  private static final int MAX_CONTEXT_TOKENS = 1_000_000;

  private final Map<String, Prompt> prompts;
  private final Set<String> brokenPrompts;
  private final Surroundings around;
  private final ReleaseHash hash = new ReleaseHash();

  private FeatureReader(
      Map<String, Prompt> prompts, Set<String> brokenPrompts, Surroundings around) {
    this.prompts = prompts;
    this.brokenPrompts = brokenPrompts;
    this.around = around;
  }

  /// @param prompts of the feature, by name
  /// @param brokenPrompts names of those that could not be read, which has been reported
  public static Feature read(
      String name,
      ConfigNode feature,
      Map<String, Prompt> prompts,
      Set<String> brokenPrompts,
      Surroundings around) {
    return new FeatureReader(prompts, brokenPrompts, around).feature(name, feature);
  }

  private Feature feature(String name, ConfigNode feature) {
    var description = feature.requireText("description", "The feature's job in a sentence");
    var shape = feature.choice("shape", Shape.PROMPT, "How the feature works");
    var retrieval =
        feature
            .optionalSection(
                "retrieval",
                "What is searched before the model is asked; needs \"shape: retrieval\"",
                this::retrieval)
            .orElse(null);
    var tiers =
        feature.list(
            "tiers",
            "The fallback chain, best first: each tier has a model or a reply",
            tier -> new TierReader(prompts, brokenPrompts, around, shape, hash).read(tier));
    var terms = FeatureTerms.from(feature, around.boundaries(), around.detectors());
    if (!feature.isDescribing()) {
      checkShape(feature, shape);
      checkTiers(feature, shape, tiers);
    }
    hash.add("feature", feature.canonical());
    return new Feature(
        name,
        description,
        hash.release(),
        shape,
        shape == Shape.RETRIEVAL ? retrieval : null,
        tiers.stream().flatMap(Optional::stream).toList(),
        terms,
        hash.parts());
  }

  private Retrieval retrieval(ConfigNode retrieval) {
    var collection = retrieval.requireText("collection", "The collection that is searched");
    if (!collection.isEmpty()) {
      var declared = around.collections().get(collection);
      if (declared == null) {
        retrieval.problem(
            "collection",
            unknown(
                "collection", collection, around.collections().keySet(), "collections/%s.yaml"));
      } else {
        hash.add("collection " + collection, declared);
      }
    }
    return new Retrieval(
        collection,
        retrieval.integer("limit", 6, 1, MAX_HITS, "Most chunks given to the tiers"),
        retrieval.integer(
            "max-context-tokens",
            3_000,
            1,
            MAX_CONTEXT_TOKENS,
            "Most tokens of chunks in a prompt, counted by the embedding model's vocabulary"));
  }

  private void checkShape(ConfigNode feature, Shape shape) {
    if (shape == Shape.RETRIEVAL && !feature.has("retrieval")) {
      feature.problem(
          "shape", "shape retrieval needs a section \"retrieval\" that names a collection");
    }
    if (shape == Shape.PROMPT && feature.has("retrieval")) {
      feature.problem("retrieval", "a feature that searches says \"shape: retrieval\"");
    }
  }

  // A tier that could not be read is empty: it has been reported and takes no part.
  private void checkTiers(ConfigNode feature, Shape shape, List<Optional<Tier>> tiers) {
    if (tiers.isEmpty()) {
      feature.problem("tiers", "a feature needs at least one tier, with a model or a reply");
      return;
    }
    var names = new HashSet<String>();
    for (var tier : tiers) {
      if (tier.isPresent() && !names.add(tier.get().name())) {
        feature.problem("tiers", "two tiers are called \"" + tier.get().name() + "\"; rename one");
      }
    }
    var last = tiers.getLast();
    if (shape == Shape.RETRIEVAL && last.isPresent() && !(last.get() instanceof Tier.Reply)) {
      feature.problem(
          "tiers",
          "the last tier of a retrieval feature is a reply, so that the chain has an honest end;"
              + " add \"- {name: support, reply: …}\"");
    }
  }

  static String unknown(String kind, String name, Collection<String> known, String where) {
    var hint =
        NearestName.of(name, known)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElseGet(() ->
                (known.isEmpty()
                        ? ""
                        : "there are " + String.join(", ", known.stream().sorted().toList()) + "; ")
                    + "declare it in "
                    + where.formatted(name));
    return "unknown %s \"%s\"; %s".formatted(kind, name, hint);
  }
}
