package dev.headgate.runtime.intents;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.text.PatternCompiler;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The `intents` section of a feature, without the ways that its intents lead to.
///
/// @param from the property of the input that is read
/// @param embeddings names of the models whose vectors tell one text from another
/// @param minProbability of an intent; a call whose most likely one is below it is unsure
/// @param outOfScopeShare of the calls that belong to no intent, as expected, 0 to 1
/// @param rules tried in order, the first that fits decides
/// @param examples that the router learns from
public record IntentsConfig(
    String from,
    List<String> embeddings,
    double minProbability,
    double outOfScopeShare,
    List<Rule> rules,
    List<Example> examples) {
  /// Where a feature does not say how many calls are out of scope.
  public static final double DEFAULT_OUT_OF_SCOPE_SHARE = 0.1;

  /// Where a feature does not say how likely an intent must be.
  public static final double DEFAULT_MIN_PROBABILITY = 0.5;

  public IntentsConfig {
    embeddings = List.copyOf(embeddings);
    rules = List.copyOf(rules);
    examples = List.copyOf(examples);
  }

  /// @param known names of the embedding models that there are, best first
  public static IntentsConfig from(
      ConfigNode intents, List<String> known, PatternCompiler patterns, List<Example> examples) {
    var from =
        intents.text("from", "question", "The property of the call's input that is read, a text");
    var embeddings =
        intents.texts(
            "embeddings",
            known,
            "The embedding models whose vectors tell texts apart; fewer are faster and know less");
    if (embeddings.isEmpty() && !intents.isDescribing()) {
      intents.problem("embeddings", "name at least one embedding model, or leave the key out");
    }
    for (var model : embeddings) {
      if (!known.contains(model)) {
        intents.problem(
            "embeddings",
            "unknown embedding model \"%s\"; there are %s"
                .formatted(model, String.join(", ", known)));
      }
    }
    return new IntentsConfig(
        from,
        embeddings,
        intents.number(
            "min-probability",
            DEFAULT_MIN_PROBABILITY,
            0,
            1,
            "A call whose most likely intent is less likely than this is \"unsure\""),
        intents.number(
            "out-of-scope-share",
            DEFAULT_OUT_OF_SCOPE_SHARE,
            0,
            0.9,
            "The share of calls that are expected to belong to no intent; counts where intents.csv"
                + " has examples of \"oos\""),
        intents.list(
            "rules",
            "Rules that decide before the examples do, tried in order",
            rule -> Rule.from(rule, patterns)),
        examples);
  }

  /// The intents that rules decide for.
  public Set<String> ruleIntents() {
    return rules.stream().map(Rule::intent).collect(Collectors.toUnmodifiableSet());
  }
}
