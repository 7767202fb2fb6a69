package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.prompts.Prompt;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one tier: which keys it has decides which kind it is.
final class TierReader {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MAX_HITS = 100;

  private final Map<String, Prompt> prompts;
  private final Set<String> brokenPrompts;
  private final Surroundings around;
  private final Shape shape;
  private final Contract contract;
  private final ReleaseHash hash;

  TierReader(
      Map<String, Prompt> prompts,
      Set<String> brokenPrompts,
      Surroundings around,
      Shape shape,
      Contract contract,
      ReleaseHash hash) {
    this.prompts = prompts;
    this.brokenPrompts = brokenPrompts;
    this.around = around;
    this.shape = shape;
    this.contract = contract;
    this.hash = hash;
  }

  /// The tier, empty if it is beyond repair.
  Optional<Tier> read(ConfigNode tier) {
    var name = tier.requireName("name", "Unique within the feature; shown in answers and traces");
    var model =
        tier.optionalText(
            "model", "An alias, provider/model, or embedded/extractive to quote the documents");
    var prompt =
        tier.optionalText(
            "prompt", "The prompt that is sent to a generative model, by name; required there");
    var deadline =
        tier.duration(
            "deadline", DEADLINE, "Longest time for the tier as a whole; generative models only");
    var minConfidence =
        tier.number(
            "min-confidence",
            around.minConfidence(),
            0,
            1,
            "Answers below it move the call to the next tier; of a generative model, answers that"
                + " are JSON with a confidence");
    var reply = tier.optionalText("reply", "A fixed answer in place of a model");
    var kind = tier.choice("kind", ReplyKind.REPLY, "What a fixed answer is for");
    var terms = terms(tier);
    if (tier.isDescribing() || !hasOneOf(tier, "model", "reply")) {
      return Optional.empty();
    }
    if (reply.isPresent()) {
      refuse(tier, "a reply", "prompt", "min-confidence", "deadline", "retrieval", "moves-down-on");
      checkReply(tier, reply.get());
      return Optional.of(new Tier.Reply(name, reply.get(), kind, terms));
    }
    if (model.isEmpty()) {
      return Optional.empty();
    }
    refuse(tier, "a model", "kind");
    var target = around.targets().getOrDefault(model.get(), model.get());
    if (target.startsWith("embedded/")) {
      return extract(tier, name, target, minConfidence, terms);
    }
    checkModel(tier, model.get());
    var threshold = tier.has("min-confidence") ? minConfidence : 0;
    return prompt(tier, prompt)
        .map(found -> new Tier.Generate(name, model.get(), found, deadline, threshold, terms));
  }

  private TierTerms terms(ConfigNode tier) {
    var movesDownOn = MoveDown.from(tier);
    var flag = FeatureReader.flag(tier, around, "The flag that switches the tier off");
    var hits =
        tier.optionalSection(
            "retrieval",
            "What the tier gets of what was found; needs \"shape: retrieval\"",
            section -> section.integer("limit", 1, 1, MAX_HITS, "Most chunks given to the tier"));
    if (tier.has("retrieval") && shape != Shape.RETRIEVAL) {
      tier.problem("retrieval", "a tier searches nothing without \"shape: retrieval\"");
    }
    return new TierTerms(movesDownOn, flag, hits.orElse(null));
  }

  private Optional<Tier> extract(
      ConfigNode tier, String name, String model, double minConfidence, TierTerms terms) {
    refuse(tier, "the model \"" + model + "\"", "prompt", "deadline");
    var answerer = around.answerers().get(model);
    if (answerer == null) {
      tier.problem(
          "model",
          "\"%s\" answers no questions; the embedded models that do are %s"
              .formatted(
                  model,
                  String.join(", ", around.answerers().keySet().stream().sorted().toList())));
      return Optional.empty();
    }
    if (contract.hasOutput()) {
      tier.problem(
          "model", "\"" + model + "\" quotes texts, which fit no output contract; remove the tier");
    }
    if (shape != Shape.RETRIEVAL) {
      tier.problem("model", "\"" + model + "\" quotes documents; it needs \"shape: retrieval\"");
    }
    hash.add("model " + model, answerer);
    return Optional.of(new Tier.Extract(name, model, minConfidence, terms));
  }

  private void checkReply(ConfigNode tier, String reply) {
    if (contract.hasOutput() && contract.judge(reply) instanceof Contract.Judged.Unfit unfit) {
      tier.problem(
          "reply",
          "the reply does not fit the feature's contract: %s; write the JSON document in quotes, or remove the tier and declare contract.default"
              .formatted(unfit.reason()));
    }
  }

  private void checkModel(ConfigNode tier, String model) {
    var alias = around.models().get(model);
    var slash = model.indexOf('/');
    if (alias != null) {
      hash.add("model " + model, alias);
    } else if (slash < 0) {
      tier.problem(
          "model",
          FeatureReader.unknown(
              "model", model, around.models().keySet(), "headgate.yaml, section models"));
    } else {
      var provider = model.substring(0, slash);
      var declared = around.providers().get(provider);
      if (declared == null) {
        tier.problem(
            "model",
            FeatureReader.unknown(
                "provider",
                provider,
                around.providers().keySet(),
                "headgate.yaml, section providers"));
      } else if (slash == model.length() - 1) {
        tier.problem("model", "expected provider/model, found \"" + model + "\"");
      } else {
        hash.add("model " + model, declared);
      }
    }
  }

  private Optional<Prompt> prompt(ConfigNode tier, Optional<String> name) {
    if (name.isEmpty()) {
      if (!tier.has("prompt")) {
        tier.problem(
            "model",
            "a tier with a generative model needs a prompt; add \"prompt: …\", a file in prompts/");
      }
      return Optional.empty();
    }
    var prompt = prompts.get(name.get());
    if (prompt == null) {
      if (!brokenPrompts.contains(name.get())) {
        tier.problem(
            "prompt",
            FeatureReader.unknown("prompt", name.get(), prompts.keySet(), "prompts/%s.prompt"));
      }
      return Optional.empty();
    }
    if (shape == Shape.PROMPT && prompt.uses("documents") && !prompt.declares("documents")) {
      tier.problem(
          "prompt",
          "prompt \"" + name.get() + "\" uses documents, which only \"shape: retrieval\" finds");
    }
    hash.add("prompt " + prompt.name(), prompt.canonical());
    return Optional.of(prompt);
  }

  private static boolean hasOneOf(ConfigNode tier, String one, String other) {
    if (tier.has(one) == tier.has(other)) {
      tier.problem(
          one,
          tier.has(one)
              ? "a tier has a %s or a %s, not both".formatted(one, other)
              : "a tier needs a %s or a %s".formatted(one, other));
      return false;
    }
    return true;
  }

  private static void refuse(ConfigNode tier, String kind, String... keys) {
    for (var key : keys) {
      if (tier.has(key)) {
        tier.problem(
            key, "\"%s\" means nothing for a tier with %s; remove it".formatted(key, kind));
      }
    }
  }
}
