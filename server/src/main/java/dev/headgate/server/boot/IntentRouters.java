package dev.headgate.server.boot;

import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.intents.IntentRouter;
import dev.headgate.runtime.intents.IntentsConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Has the query router of every feature ready before its first call.
final class IntentRouters {
  private final Function<String, ? extends EmbeddingModel> models;
  private final Path folder;

  /// @param folder for what was learned
  IntentRouters(Function<String, ? extends EmbeddingModel> models, Path folder) {
    this.models = models;
    this.folder = folder;
  }

  /// The routers by feature. May take seconds for examples that were not seen before.
  Map<String, IntentRouter> of(Features features) {
    var learned = new LearnedClassifiers(folder);
    var routers = new HashMap<String, IntentRouter>();
    for (var feature : features.all()) {
      var config = feature.intents().config();
      if (config != null) {
        routers.put(feature.name(), router(feature.name(), config, learned));
      }
    }
    learned.forgetOthers();
    return routers;
  }

  private IntentRouter router(String feature, IntentsConfig config, LearnedClassifiers learned) {
    if (config.examples().isEmpty()) {
      return IntentRouter.byRules(config);
    }
    var texts = new TextVectors(config.embeddings().stream().map(models).toList());
    var trained =
        learned.of(config.examples(), texts, config.outOfScopeShare(), "feature " + feature);
    return IntentRouter.of(config, texts, trained.classifier());
  }
}
