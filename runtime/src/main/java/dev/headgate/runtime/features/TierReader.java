package dev.headgate.runtime.features;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.prompts.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads one tier: which keys it has decides which kind it is.
final class TierReader {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MAX_HITS = 100;
  private static final int MAX_STEPS = 20;

  private final References references;
  private final Surroundings around;
  private final Shape shape;
  private final Contract contract;
  private final boolean searches;
  private final ReleaseHash hash;

  TierReader(
      References references,
      Surroundings around,
      Shape shape,
      Contract contract,
      boolean searches,
      ReleaseHash hash) {
    this.references = references;
    this.around = around;
    this.shape = shape;
    this.contract = contract;
    this.searches = searches && shape != Shape.PROMPT;
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
    var threshold = tier.has("min-confidence") ? minConfidence : 0;
    var steps =
        tier.list(
            "steps",
            "Generative models asked one after another, in place of one; a prompt has what the steps"
                + " before it said in \"steps\"; needs \"shape: chain\"",
            step -> step(step, terms));
    if (tier.isDescribing() || !hasOneOf(tier, "model", "steps", "reply")) {
      return Optional.empty();
    }
    if (tier.has("steps")) {
      return chain(tier, steps, threshold)
          .map(found -> new Tier.Chain(name, found, deadline, terms));
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
    if (references.isEmbedded(model.get())) {
      return extract(tier, name, references.target(model.get()), minConfidence, terms);
    }
    references.generative(tier, model.get());
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
    if (tier.has("retrieval") && !searches) {
      tier.problem("retrieval", "a tier searches nothing without \"shape: retrieval\"");
    }
    return new TierTerms(movesDownOn, flag, hits.orElse(null));
  }

  private Optional<Tier.Generate> step(ConfigNode step, TierTerms terms) {
    var name = step.requireName("name", "Unique within the tier; shown in answers and traces");
    var model = step.requireText("model", "An alias or provider/model");
    var prompt =
        step.optionalText(
            "prompt", "The prompt that is sent to a generative model, by name; required there");
    var deadline = step.duration("deadline", DEADLINE, "Longest time for the step, wall time");
    if (step.isDescribing() || model.isEmpty()) {
      return Optional.empty();
    }
    if (references.isEmbedded(model)) {
      step.problem("model", "a step asks a generative model; \"" + model + "\" is none");
      return Optional.empty();
    }
    references.generative(step, model);
    return prompt(step, prompt)
        .map(found -> new Tier.Generate(name, model, found, deadline, 0, terms));
  }

  /// @param threshold of the last step's answer
  private Optional<List<Tier.Generate>> chain(
      ConfigNode tier, List<Optional<Tier.Generate>> steps, double threshold) {
    refuse(tier, "steps", "prompt", "kind");
    if (shape != Shape.CHAIN) {
      tier.problem("steps", "a tier with steps needs \"shape: chain\"");
    }
    if (steps.isEmpty() || steps.size() > MAX_STEPS) {
      tier.problem("steps", "a chain has 1 to " + MAX_STEPS + " steps");
      return Optional.empty();
    }
    var found = new ArrayList<>(steps.stream().flatMap(Optional::stream).toList());
    if (found.stream().map(Tier.Generate::name).distinct().count() < found.size()) {
      tier.problem("steps", "two steps have the same name; rename one");
    }
    if (found.size() < steps.size()) {
      return Optional.empty();
    }
    found.add(found.removeLast().with(threshold));
    return Optional.of(found);
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
    if (!searches) {
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

  private Optional<Prompt> prompt(ConfigNode tier, Optional<String> name) {
    if (name.isEmpty()) {
      if (!tier.has("prompt")) {
        tier.problem(
            "model",
            "a tier with a generative model needs a prompt; add \"prompt: …\", a file in prompts/");
      }
      return Optional.empty();
    }
    var prompt = references.ofTier(tier, name.get());
    if (!searches
        && prompt.filter(it -> it.uses("documents") && !it.declares("documents")).isPresent()) {
      tier.problem(
          "prompt",
          "prompt \"" + name.get() + "\" uses documents, which only \"shape: retrieval\" finds");
    }
    return prompt;
  }

  private static boolean hasOneOf(ConfigNode tier, String... keys) {
    var had = Stream.of(keys).filter(tier::has).toList();
    if (had.size() != 1) {
      tier.problem(
          keys[0],
          had.isEmpty()
              ? "a tier needs a model, steps or a reply"
              : "a tier has %s, not both"
                  .formatted(String.join(" or ", had.stream().map(TierReader::article).toList())));
      return false;
    }
    return true;
  }

  private static String article(String key) {
    return key.equals("steps") ? key : "a " + key;
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
