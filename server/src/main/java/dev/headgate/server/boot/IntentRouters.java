package dev.headgate.server.boot;

import dev.headgate.kernel.classifiers.Classifier;
import dev.headgate.kernel.classifiers.ClassifierFile;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.intents.IntentRouter;
import dev.headgate.runtime.intents.IntentsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Has the query router of every feature ready before its first call: learns from its examples, and
/// keeps what was learned so that the next start need not.
final class IntentRouters {
  private static final System.Logger LOG = System.getLogger(IntentRouters.class.getName());

  private final Function<String, ? extends EmbeddingModel> models;
  private final Path folder;

  /// @param folder for what was learned
  IntentRouters(Function<String, ? extends EmbeddingModel> models, Path folder) {
    this.models = models;
    this.folder = folder;
  }

  /// The routers by feature. May take seconds for examples that were not seen before.
  Map<String, IntentRouter> of(Features features) {
    var routers = new HashMap<String, IntentRouter>();
    var used = new HashSet<String>();
    for (var feature : features.all()) {
      var config = feature.intents().config();
      if (config != null) {
        routers.put(feature.name(), router(feature, config, used));
      }
    }
    forget(used);
    return routers;
  }

  private IntentRouter router(Feature feature, IntentsConfig config, Set<String> used) {
    if (config.examples().isEmpty()) {
      return IntentRouter.byRules(config);
    }
    var texts = new TextVectors(config.embeddings().stream().map(models).toList());
    var name = ClassifierFile.name(config.examples(), texts.version());
    used.add(name);
    var file = folder.resolve(name);
    var classifier = ClassifierFile.find(file).orElseGet(() -> learn(feature, config, texts, file));
    return IntentRouter.of(config, texts, classifier);
  }

  private static Classifier learn(
      Feature feature, IntentsConfig config, TextVectors texts, Path file) {
    var began = System.nanoTime();
    var classifier =
        ClassifierTrainer.train(config.examples(), texts, config.outOfScopeShare()).classifier();
    LOG.log(
        System.Logger.Level.INFO,
        "feature {0}: learned {1} intents from {2} examples in {3} ms",
        feature.name(),
        classifier.labels().size(),
        config.examples().size(),
        (System.nanoTime() - began) / 1_000_000);
    try {
      ClassifierFile.write(file, classifier);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot keep what was learned in " + file, e);
    }
    return classifier;
  }

  /// What was learned for examples that are declared no more is deleted.
  private void forget(Set<String> used) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (!used.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot tidy " + folder, e);
    }
  }
}
