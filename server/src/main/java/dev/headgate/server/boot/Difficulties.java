package dev.headgate.server.boot;

import dev.headgate.kernel.classifiers.TextVectors;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.difficulty.Difficulty;
import dev.headgate.runtime.difficulty.DifficultyConfig;
import dev.headgate.runtime.difficulty.QualityCurve;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Has what tells easy prompts from hard ones ready before the first call, for every model that
/// chooses so.
final class Difficulties {
  private static final System.Logger LOG = System.getLogger(Difficulties.class.getName());

  private final Function<String, ? extends EmbeddingModel> models;
  private final Path folder;

  /// @param folder for what was learned
  Difficulties(Function<String, ? extends EmbeddingModel> models, Path folder) {
    this.models = models;
    this.folder = folder;
  }

  /// By model. May take seconds for prompts that were not seen before.
  Map<String, Difficulty> of(Map<String, DifficultyConfig> configs) {
    var learned = new LearnedClassifiers(folder);
    var difficulties = new HashMap<String, Difficulty>();
    configs.forEach((model, config) -> difficulties.put(model, of(model, config, learned)));
    learned.forgetOthers();
    return difficulties;
  }

  private Difficulty of(String model, DifficultyConfig config, LearnedClassifiers learned) {
    try {
      var texts = new TextVectors(List.of(models.apply(config.embedding())));
      var trained = learned.of(config.examples(), texts, 0, "model " + model);
      // What was learned earlier says nothing of whether vectors can be made now.
      var _ = texts.of(config.prompts().getFirst().text());
      var difficulty = Difficulty.of(config, texts, trained);
      tell(model, config, difficulty.threshold(), Difficulty.curve(config.prompts(), trained));
      return difficulty;
    } catch (CallFailed e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "model " + model + " calls " + config.hard() + " for every prompt: " + e.getMessage(),
          e);
      return Difficulty.unknown(config);
    }
  }

  private static void tell(
      String model, DifficultyConfig config, double threshold, QualityCurve curve) {
    var share = curve.easyShare(threshold);
    LOG.log(
        System.Logger.Level.INFO,
        String.format(
            Locale.ROOT,
            "model %s: a threshold of %.3f sends %.0f %% of %d recorded prompts to %s, with a mean quality of %.3f; %s alone has %.3f, %s alone %.3f",
            model,
            threshold,
            100 * share,
            config.prompts().size(),
            config.easy(),
            curve.quality(share),
            config.hard(),
            curve.hardQuality(),
            config.easy(),
            curve.easyQuality()));
  }
}
