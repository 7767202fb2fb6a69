package dev.headgate.runtime.features;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.contracts.ContractReader;
import dev.headgate.runtime.guardrails.GuardrailParts;
import dev.headgate.runtime.guardrails.GuardrailsConfig;
import dev.headgate.runtime.intents.IntentsConfig;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a `feature.yaml` and checks every name in it against what the project declares.
public final class FeatureReader {
  private static final int MAX_HITS = 100;
  private static final int MAX_CONTEXT_TOKENS = 1_000_000;

  private final FeatureFiles files;
  private final Surroundings around;
  private final ReleaseHash hash = new ReleaseHash();
  private final References references;
  private final GuardrailParts parts;

  private FeatureReader(FeatureFiles files, Surroundings around) {
    this.files = files;
    this.around = around;
    this.references = new References(files, around, hash);
    this.parts = new GuardrailParts(around.detectors(), files.tables(), references);
  }

  public static Feature read(
      String name, ConfigNode feature, FeatureFiles files, Surroundings around) {
    return new FeatureReader(files, around).feature(name, feature);
  }

  private Feature feature(String name, ConfigNode feature) {
    var description = feature.requireText("description", "The feature's job in a sentence");
    var contract = ContractReader.read(name, feature, files.contract(), hash::add);
    var own = way(feature, contract);
    var terms = FeatureTerms.from(feature, around, contract, parts);
    var intents =
        feature
            .optionalSection(
                "intents",
                "How calls are told apart, by the examples in intents.csv and by rules, and where each"
                    + " intent leads to; without it, all go one way",
                section -> intents(section, contract, terms.guardrails()))
            .orElse(IntentRoutes.NONE);
    var names =
        Stream.concat(Stream.of(own), intents.ways().values().stream())
            .flatMap(way -> way.tiers().stream())
            .map(Tier::name)
            .distinct()
            .toList();
    var latency =
        feature.section(
            "latency",
            "How the time of a call is split over its steps",
            section -> Latency.from(section, names));
    var flag = flag(feature, around, "The flag that switches its models off");
    if (terms.guardrails().grounding().isOn()
        && !feature.isDescribing()
        && own.retrieval() == null
        && intents.ways().values().stream().allMatch(way -> way.retrieval() == null)) {
      feature.problem(
          "guardrails",
          "grounding compares an answer with documents, and the feature searches none; add \"shape:"
              + " retrieval\", or remove guardrails.grounding");
    }
    if (files.examples().isPresent() && !feature.has("intents") && !feature.isDescribing()) {
      feature.problem(
          "intents", "there are examples in intents.csv; add \"intents: {routes: …}\" to use them");
    }
    files.tables().forEach((file, table) -> hash.add(file, table.text()));
    hash.add("feature", feature.canonical());
    return new Feature(
        name,
        description,
        hash.release(),
        own.shape(),
        own.retrieval(),
        own.tiers(),
        terms.with(latency, flag),
        hash.parts(),
        intents);
  }

  private IntentRoutes.Way way(ConfigNode way, Contract contract) {
    var shape = way.choice("shape", Shape.PROMPT, "How the feature works");
    var retrieval =
        way.optionalSection(
                "retrieval",
                "What is searched before the model is asked; needs \"shape: retrieval\" or \"shape: chain\"",
                this::retrieval)
            .orElse(null);
    var tiers =
        way.list(
            "tiers",
            "The fallback chain, best first: each tier has a model, steps or a reply",
            tier ->
                new TierReader(references, around, shape, contract, retrieval != null, hash)
                    .read(tier));
    if (!way.isDescribing()) {
      checkShape(way, shape, tiers);
      checkTiers(way, shape, contract, tiers);
    }
    return new IntentRoutes.Way(
        shape,
        shape == Shape.PROMPT ? null : retrieval,
        tiers.stream().flatMap(Optional::stream).toList(),
        null);
  }

  private IntentRoutes.Way route(ConfigNode route, Contract contract, GuardrailsConfig usual) {
    var guardrails =
        route.optionalSection(
            "guardrails",
            "What is checked of its texts besides what the feature checks; on-block, reply and"
                + " deadline are the feature's unless they are here",
            section -> GuardrailsConfig.ofRoute(section, usual, parts));
    guardrails.ifPresent(config -> FeatureTerms.checkReply(route, config, contract));
    return way(route, contract).with(guardrails.orElse(null));
  }

  private IntentRoutes intents(ConfigNode intents, Contract contract, GuardrailsConfig usual) {
    var config =
        IntentsConfig.from(
            intents, around.embeddings(), around.patterns(), files.examples().orElse(List.of()));
    var ways =
        intents.map(
            "routes",
            "Where an intent leads to: \"oos\" is what belongs to none, \"unsure\" what is not likely"
                + " enough; an intent without a route goes the feature's own way",
            (_, route) -> route(route, contract, usual));
    if (!intents.isDescribing()) {
      new IntentChecks(intents, config, ways.keySet(), files.examples().isPresent()).run();
    }
    files.examples().ifPresent(some -> hash.add("intents.csv", canonical(some)));
    return new IntentRoutes(config, ways);
  }

  private static String canonical(List<Example> examples) {
    var text = new StringBuilder();
    for (var example : examples) {
      text.append(example.label()).append('\t').append(example.text()).append('\n');
    }
    return text.toString();
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

  private void checkShape(ConfigNode feature, Shape shape, List<Optional<Tier>> tiers) {
    if (shape == Shape.CHAIN
        && tiers.stream().flatMap(Optional::stream).noneMatch(Tier.Chain.class::isInstance)) {
      feature.problem(
          "shape", "shape chain needs a tier with steps; add \"- {name: …, steps: […]}\"");
    }
    if (shape == Shape.RETRIEVAL && !feature.has("retrieval")) {
      feature.problem(
          "shape", "shape retrieval needs a section \"retrieval\" that names a collection");
    }
    if (shape == Shape.PROMPT && feature.has("retrieval")) {
      feature.problem("retrieval", "a feature that searches says \"shape: retrieval\"");
    }
  }

  // A tier that could not be read is empty: it has been reported and takes no part.
  private void checkTiers(
      ConfigNode feature, Shape shape, Contract contract, List<Optional<Tier>> tiers) {
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
    if (shape == Shape.RETRIEVAL
        && contract.fallback() == null
        && last.isPresent()
        && !(last.get() instanceof Tier.Reply)) {
      feature.problem(
          "tiers",
          "the last tier of a retrieval feature is a reply, so that the chain has an honest end;"
              + " add \"- {name: support, reply: …}\"");
    }
    if (shape == Shape.RETRIEVAL
        && last.isPresent()
        && last.get() instanceof Tier.Reply reply
        && reply.terms().flag() != null) {
      feature.problem(
          "tiers",
          "the last tier of a retrieval feature is always there; remove its \"flag\", or add a reply"
              + " behind it");
    }
  }

  /// The flag that a section names; null if it names none.
  static @Nullable String flag(ConfigNode node, Surroundings around, String doc) {
    var flag = node.optionalText("flag", doc + ", by its name in headgate.yaml").orElse(null);
    if (flag != null && !around.flags().contains(flag)) {
      node.problem("flag", unknown("flag", flag, around.flags(), "headgate.yaml, section flags"));
    }
    return flag;
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
