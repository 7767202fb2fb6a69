package dev.headgate.runtime.features;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.runtime.contracts.ContractFiles;
import dev.headgate.runtime.prompts.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What lies in a feature's folder beside its `feature.yaml`.
///
/// @param prompts by name
/// @param brokenPrompts names of those that could not be read, which has been reported
/// @param contract the files of its folder `contract`
/// @param examples of its intents, empty if it has no such file
/// @param tables further files of comma-separated values, by name
public record FeatureFiles(
    Map<String, Prompt> prompts,
    Set<String> brokenPrompts,
    ContractFiles contract,
    Optional<List<Example>> examples,
    Map<String, ConfigFile> tables) {
  public static final FeatureFiles NONE =
      new FeatureFiles(Map.of(), Set.of(), ContractFiles.NONE, Optional.empty(), Map.of());

  public FeatureFiles {
    prompts = Map.copyOf(prompts);
    brokenPrompts = Set.copyOf(brokenPrompts);
    examples = examples.map(List::copyOf);
    tables = Map.copyOf(tables);
  }
}
