package dev.headgate.server.config;

import dev.headgate.providers.ProviderConfig;
import dev.headgate.runtime.routing.Alias;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The sections `providers` and `models`.
///
/// @param providers by name
/// @param aliases by the name that features and callers use
public record ModelsConfig(
    SequencedMap<String, ProviderConfig> providers, SequencedMap<String, Alias> aliases) {
  public ModelsConfig {
    providers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(providers));
    aliases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(aliases));
  }
}
