package dev.headgate.server.config;

import dev.headgate.providers.ProviderConfig;
import dev.headgate.runtime.boundaries.ProviderTags;
import dev.headgate.runtime.difficulty.DifficultyConfig;
import dev.headgate.runtime.routing.Alias;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The sections `providers` and `models`.
///
/// @param providers by name
/// @param aliases by the name that features and callers use; one that chooses by difficulty is as
///   its harder model
/// @param difficulties what aliases choose by that send each call to one of two others
/// @param tags what each provider says about data, by its name
public record ModelsConfig(
    SequencedMap<String, ProviderConfig> providers,
    SequencedMap<String, Alias> aliases,
    Map<String, DifficultyConfig> difficulties,
    SequencedMap<String, ProviderTags> tags) {
  public ModelsConfig {
    providers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(providers));
    aliases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(aliases));
    difficulties = Map.copyOf(difficulties);
    tags = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tags));
  }
}
