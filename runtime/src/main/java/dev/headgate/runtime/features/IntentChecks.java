package dev.headgate.runtime.features;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.intents.Choice;
import dev.headgate.runtime.intents.IntentsConfig;
import java.util.Set;
import java.util.TreeSet;

/// Checks that intents and their routes belong together.
final class IntentChecks {
  // One intent alone cannot be told from others, and one example alone cannot be checked.
  private static final int LEAST_EXAMPLES = 2;

  private final ConfigNode intents;
  private final IntentsConfig config;
  private final Set<String> routes;
  private final boolean hasFile;

  IntentChecks(ConfigNode intents, IntentsConfig config, Set<String> routes, boolean hasFile) {
    this.intents = intents;
    this.config = config;
    this.routes = routes;
    this.hasFile = hasFile;
  }

  void run() {
    var known = new TreeSet<String>();
    config.examples().forEach(example -> known.add(example.label()));
    if (hasFile) {
      checkExamples(known);
    } else if (config.ruleIntents().isEmpty()) {
      intents.problem(
          "routes",
          "nothing tells calls apart; add a file intents.csv with the columns text and intent beside"
              + " feature.yaml");
    }
    known.addAll(config.ruleIntents());
    known.add(Example.OUT_OF_SCOPE);
    known.add(Choice.UNSURE);
    for (var route : routes) {
      if (!known.contains(route)) {
        intents.problem(
            "routes", FeatureReader.unknown("intent", route, known, "intents.csv, with examples"));
      }
    }
  }

  private void checkExamples(Set<String> known) {
    for (var intent : known) {
      var count = config.examples().stream().filter(it -> it.label().equals(intent)).count();
      if (count < LEAST_EXAMPLES) {
        intents.problem(
            "routes",
            "intent \"%s\" has %d example in intents.csv; give it at least %d, better eight"
                .formatted(intent, count, LEAST_EXAMPLES));
      }
    }
    if (known.stream().filter(intent -> !intent.equals(Example.OUT_OF_SCOPE)).count() < 2) {
      intents.problem(
          "routes", "intents.csv tells fewer than two intents apart; add examples of another");
    }
  }
}
