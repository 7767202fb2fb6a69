package dev.headgate.server.config;

import dev.headgate.providers.ProviderConfig;
import dev.headgate.runtime.boundaries.ProviderTags;
import dev.headgate.runtime.routing.Alias;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The sections `providers` and `models`.
///
/// @param providers by name
/// @param aliases by the name that features and callers use
/// @param tags what each provider says about data, by its name
public record ModelsConfig(
    SequencedMap<String, ProviderConfig> providers,
    SequencedMap<String, Alias> aliases,
    SequencedMap<String, ProviderTags> tags) {
  public ModelsConfig {
    providers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(providers));
    aliases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(aliases));
    tags = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tags));
  }
}
