package dev.headgate.server.config;

import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Router;
import dev.headgate.store.traces.TracesConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads `headgate.yaml`, and keeps the canonical texts that releases are named after.
final class SettingsReader {
  /// The models that run in this process.
  private static final SortedSet<String> EMBEDDED = embedded();

  private final Path project;
  private final Map<String, String> providers = new LinkedHashMap<>();
  private final Map<String, String> models = new HashMap<>();
  private final Map<String, String> targets = new HashMap<>();

  SettingsReader(Path project) {
    this.project = project;
  }

  private static SortedSet<String> embedded() {
    var names = new TreeSet<>(EmbeddingModels.NAMES);
    names.add(ExtractiveAnswerer.NAME);
    return Collections.unmodifiableSortedSet(names);
  }

  Settings read(ConfigNode main) {
    var server =
        main.section(
            "server", "Where calls come in", section -> ServerConfig.from(section, project));
    var dataDirectory =
        main.text(
            "data-directory",
            "data",
            "The folder of everything Headgate writes; a relative path starts at the project");
    var access = main.section("access", "Who may call", AccessConfig::from);
    if (access.keys().isEmpty() && !server.isLoopback()) {
      main.problem(
          main.has("server") ? "server" : "access",
          "without access.keys everybody who reaches %s could call; declare a key or listen on 127.0.0.1"
              .formatted(server.host()));
    }
    var sections = main.map("providers", "Where models are reached, by name", this::provider);
    var aliases = main.map("models", "Models by the names that features use", this::alias);
    checkFallbacks(main, aliases);
    return new Settings(
        server,
        project.resolve(ProjectPaths.of(main, "data-directory", dataDirectory)).normalize(),
        access,
        new ModelsConfig(sections, aliases),
        main.section("traces", "The record of every call", TracesConfig::from));
  }

  private ProviderConfig provider(String name, ConfigNode provider) {
    if (name.equals(Router.EMBEDDED)) {
      provider.problem(provider.at(), "\"embedded\" is built in; choose another name");
    }
    providers.put(name, provider.canonical());
    return ProviderConfig.from(name, provider, project);
  }

  private Alias alias(String name, ConfigNode alias) {
    var read = ModelReader.read(alias, providers, EMBEDDED);
    var canonical = new StringBuilder(alias.canonical());
    for (var target : read.targets()) {
      canonical.append(providers.getOrDefault(target.provider(), ""));
    }
    models.put(name, canonical.toString());
    targets.put(name, read.targets().getFirst().name());
    return read;
  }

  private static void checkFallbacks(ConfigNode main, Map<String, Alias> aliases) {
    aliases.forEach((name, alias) -> {
      for (var other : alias.fallback()) {
        if (!aliases.containsKey(other) || other.equals(name)) {
          main.problem(
              "models",
              "model \"%s\" falls back to \"%s\", which is not another model; %s"
                  .formatted(name, other, ModelReader.hint(other, aliases.keySet(), "declare it")));
        }
      }
    });
  }

  /// Canonical texts by provider.
  Map<String, String> canonicalProviders() {
    return Collections.unmodifiableMap(providers);
  }

  /// Canonical texts by alias, the provider's included.
  Map<String, String> canonicalModels() {
    return Collections.unmodifiableMap(models);
  }

  /// `provider/model` by alias.
  Map<String, String> targets() {
    return Collections.unmodifiableMap(targets);
  }
}
