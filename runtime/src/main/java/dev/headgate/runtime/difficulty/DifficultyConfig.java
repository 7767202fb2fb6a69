package dev.headgate.runtime.difficulty;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigNode;
import java.util.List;

/// The `difficulty` section of a model: the two others of which each call goes to one.
///
/// @param easy the model for prompts that are likely easy
/// @param hard the model for all others
/// @param embedding the model of this process whose vectors tell prompts apart
/// @param prompts that are learned from
public record DifficultyConfig(
    String easy, String hard, String embedding, Target target, List<RecordedPrompt> prompts) {
  public DifficultyConfig {
    prompts = List.copyOf(prompts);
  }

  /// @param known names of the embedding models that there are
  /// @param usual the one of them that is taken if none is named
  public static DifficultyConfig from(
      ConfigNode node, List<String> known, String usual, List<RecordedPrompt> prompts) {
    return new DifficultyConfig(
        node.requireText("easy", "The model for prompts that are likely easy, such as cheap"),
        node.requireText(
            "hard", "The model for all others, such as smart; also where nothing can be told"),
        node.choice(
            "embedding",
            usual,
            known,
            "The embedding model of this process whose vectors tell prompts apart"),
        Target.from(node),
        prompts);
  }

  /// What a classifier learns from.
  public List<Example> examples() {
    return prompts.stream().map(RecordedPrompt::example).toList();
  }
}
