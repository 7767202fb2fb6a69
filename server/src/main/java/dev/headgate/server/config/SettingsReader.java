package dev.headgate.server.config;

import dev.headgate.guardrails.DetectorKinds;
import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.providers.ProviderConfig;
import dev.headgate.providers.services.Capabilities;
import dev.headgate.providers.services.Prefill;
import dev.headgate.providers.services.Service;
import dev.headgate.providers.services.Services;
import dev.headgate.runtime.access.ProjectConfig;
import dev.headgate.runtime.access.Projects;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import dev.headgate.runtime.boundaries.ProviderTags;
import dev.headgate.runtime.budgets.BudgetsConfig;
import dev.headgate.runtime.cache.CacheConfig;
import dev.headgate.runtime.difficulty.DifficultyConfig;
import dev.headgate.runtime.difficulty.RecordedPrompt;
import dev.headgate.runtime.flags.FlagConfig;
import dev.headgate.runtime.guardrails.GuardrailParts;
import dev.headgate.runtime.guardrails.GuardrailsConfig;
import dev.headgate.runtime.limits.LimitsConfig;
import dev.headgate.runtime.reviews.ReviewsConfig;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Router;
import dev.headgate.store.responses.ResponsesConfig;
import dev.headgate.store.traces.TracesConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads `headgate.yaml`, and keeps the canonical texts that releases are named after.
final class SettingsReader {
  /// The models that run in this process.
  private static final SortedSet<String> EMBEDDED = embedded();

  private static final Pattern PASSED = Pattern.compile("/v1(?:/[A-Za-z0-9_.-]+)+");

  // The server's table is made after this is read; a test compares the two.
  private static final Set<String> SERVED =
      Set.of(
          "/v1/chat/completions",
          "/v1/completions",
          "/v1/embeddings",
          "/v1/models",
          "/v1/moderations",
          "/v1/rerank",
          "/v1/images/generations",
          "/v1/images/edits",
          "/v1/images/variations",
          "/v1/audio/speech",
          "/v1/audio/transcriptions",
          "/v1/audio/translations",
          "/v1/messages",
          "/v1/messages/count_tokens",
          "/v1/responses");
  private static final List<String> SERVED_BELOW =
      List.of("/v1/models/", "/v1/responses/", "/v1/features/", "/v1/reviews/");

  private final Path project;
  private final Function<String, Recorded> recorded;
  private final Map<String, String> providers = new LinkedHashMap<>();
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, String> models = new HashMap<>();
  private final Map<String, String> targets = new HashMap<>();
  private final SequencedMap<String, ProviderTags> tags = new LinkedHashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final Map<String, GuardrailsConfig> guardrails = new HashMap<>();
  private final Map<String, Choosing> choosing = new LinkedHashMap<>();
  private final ProjectChecks checks = new ProjectChecks();
  private final GuardrailParts parts = new GuardrailParts(DetectorKinds.ALL, Map.of(), checks);
  private BoundariesConfig boundaries = BoundariesConfig.NONE;

  /// @param recorded prompts by model
  SettingsReader(Path project, Function<String, Recorded> recorded) {
    this.project = project;
    this.recorded = recorded;
  }

  /// Without recorded prompts: to learn which keys there are.
  SettingsReader(Path project) {
    this(project, _ -> Recorded.NONE);
  }

  /// The recorded prompts of a model.
  ///
  /// @param text of their file, empty if there is none
  record Recorded(String text, List<RecordedPrompt> prompts) {
    static final Recorded NONE = new Recorded("", List.of());

    Recorded {
      prompts = List.copyOf(prompts);
    }
  }

  /// A model that chooses between two others, which may be declared behind it.
  private record Choosing(
      DifficultyConfig config, Position easyAt, Position hardAt, String recorded) {}

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
    boundaries =
        main.section(
            "data-boundaries", "Which data may go to which provider", BoundariesConfig::from);
    var projects = new Projects(main.map("projects", "Tenants, by name", this::tenant));
    var access =
        main.section(
            "access", "Who may call", section -> AccessConfig.from(section, projects, boundaries));
    if (access.mayBeOpen() && !server.isLoopback()) {
      main.problem(
          main.has("server") ? "server" : "access",
          "without access.keys everybody who reaches %s could call; declare a key, say \"require-key: true\", or listen on 127.0.0.1"
              .formatted(server.host()));
    }
    var sections = main.map("providers", "Where models are reached, by name", this::provider);
    var aliases =
        new LinkedHashMap<>(
            main.map("models", "Models by the names that features use", this::alias));
    choosing.forEach((name, it) -> choose(main, name, it, aliases));
    var limits = main.section("limits", "How much, and how many at once", this::limits);
    checkFallbacks(main, aliases);
    checks.check(targets, providers.keySet());
    return new Settings(
        server,
        project.resolve(ProjectPaths.of(main, "data-directory", dataDirectory)).normalize(),
        access,
        new ModelsConfig(sections, aliases, difficulties(), tags),
        main.section("traces", "The record of every call", TracesConfig::from),
        BudgetsConfig.from(main),
        limits,
        main.section("cache", "Answers that were given before", CacheConfig::from),
        boundaries,
        main.section("responses", "Answers of /v1/responses that are kept", ResponsesConfig::from),
        main.section("reviews", "Calls that a person shall answer", ReviewsConfig::from),
        guardrails,
        flags(main),
        passThrough(main));
  }

  private Map<String, FlagConfig> flags(ConfigNode main) {
    var read =
        main.map("flags", "Switches that tiers and features hang on, by name", FlagConfig::from);
    flags.addAll(read.keySet());
    return read;
  }

  private static List<String> passThrough(ConfigNode main) {
    var paths =
        main.texts(
            "pass-through",
            List.of(),
            "Addresses, such as /v1/ocr, that are not known here and are passed on unread to the"
                + " provider of the body's model; all others are refused");
    for (var path : paths) {
      if (!PASSED.matcher(path).matches()) {
        main.problem(
            "pass-through",
            "\"%s\" is no address that can be passed on; write it as /v1/name, without parameters"
                .formatted(path));
      } else if (isServed(path)) {
        main.problem(
            "pass-through",
            "\"%s\" is served already, with limits, budgets and traces of its own; leave it out"
                .formatted(path));
      }
    }
    return paths.stream().filter(PASSED.asMatchPredicate()).distinct().toList();
  }

  /// Whether an address has a door of its own.
  static boolean isServed(String path) {
    return SERVED.contains(path) || SERVED_BELOW.stream().anyMatch(path::startsWith);
  }

  private ProjectConfig tenant(String name, ConfigNode project) {
    var config = ProjectConfig.from(project);
    boundaries.check(project, "data", config.data().dataClass());
    guardrails.put(
        name,
        project.section(
            "guardrails",
            "What is checked of the texts of its calls that name a model; a feature has its own",
            section -> GuardrailsConfig.ofProject(section, parts)));
    return config;
  }

  private LimitsConfig limits(ConfigNode limits) {
    var config = LimitsConfig.from(limits);
    for (var model : config.models().keySet()) {
      if (!models.containsKey(model) && !limits.isDescribing()) {
        limits.problem(
            "models",
            "unknown model \"%s\"; %s"
                .formatted(
                    model,
                    ModelReader.hint(model, models.keySet(), "declare it in the section models")));
      }
    }
    return config;
  }

  private ProviderConfig provider(String name, ConfigNode provider) {
    if (name.equals(Router.EMBEDDED)) {
      provider.problem(provider.at(), "\"embedded\" is built in; choose another name");
    }
    providers.put(name, provider.canonical());
    var tag = ProviderTags.from(provider);
    tag.accepts().forEach(dataClass -> boundaries.check(provider, "accepts", dataClass));
    tags.put(name, tag);
    var config = ProviderConfig.from(name, provider, project);
    services.put(name, Services.at(config.endpoint().host(), config.service()));
    return config;
  }

  private Map<String, DifficultyConfig> difficulties() {
    var difficulties = new HashMap<String, DifficultyConfig>();
    choosing.forEach((name, it) -> difficulties.put(name, it.config));
    return difficulties;
  }

  private Alias alias(String name, ConfigNode alias) {
    var found = recorded.apply(name);
    alias
        .optionalSection(
            ModelReader.DIFFICULTY,
            "Sends each call to one of two other models, as easy or hard as its prompt is; learned"
                + " from models/NAME.csv",
            section -> difficulty(name, section, found))
        .filter(_ -> !alias.isDescribing())
        .ifPresent(it -> choosing.put(name, it));
    var read = ModelReader.read(alias, providers, EMBEDDED, this::continues);
    var canonical = new StringBuilder(alias.canonical());
    for (var target : read.targets()) {
      canonical.append(providers.getOrDefault(target.provider(), ""));
    }
    models.put(name, canonical.toString());
    targets.put(name, read.targets().getFirst().name());
    return read;
  }

  private Choosing difficulty(String name, ConfigNode section, Recorded found) {
    var config =
        DifficultyConfig.from(
            section, EmbeddingModels.ORDERED, EmbeddingModels.FASTEST, found.prompts());
    if (found.equals(Recorded.NONE) && !section.isDescribing()) {
      section.problem(
          section.at(),
          "nothing is known of its prompts; add a file models/%s.csv with the columns text, easy and hard"
              .formatted(name));
    }
    return new Choosing(config, section.at("easy"), section.at("hard"), found.text());
  }

  /// Whatever is no prompt goes to the hard model, so the name has the deployments of that.
  private void choose(
      ConfigNode main, String name, Choosing it, SequencedMap<String, Alias> aliases) {
    var isKnown = isModel(main, it.easyAt, name, it.config.easy(), aliases);
    isKnown &= isModel(main, it.hardAt, name, it.config.hard(), aliases);
    if (it.config.easy().equals(it.config.hard()) && isKnown) {
      main.problem(it.hardAt, "the easy and the hard model are the same; name two");
    }
    if (isKnown) {
      aliases.put(name, Objects.requireNonNull(aliases.get(it.config.hard())));
      models.put(
          name,
          String.join(
              "\n",
              models.getOrDefault(name, ""),
              models.getOrDefault(it.config.easy(), ""),
              models.getOrDefault(it.config.hard(), ""),
              it.recorded));
      targets.put(name, targets.getOrDefault(it.config.hard(), ""));
    }
  }

  private boolean isModel(
      ConfigNode main, Position at, String by, String name, Map<String, Alias> aliases) {
    if (name.isEmpty()) {
      return false;
    }
    var alias = aliases.get(name);
    if (alias == null) {
      main.problem(
          at,
          "unknown model \"%s\"; %s"
              .formatted(
                  name,
                  ModelReader.hint(name, aliases.keySet(), "declare it in the section models")));
      return false;
    }
    if (choosing.containsKey(name)) {
      main.problem(
          at,
          "model \"%s\" chooses by difficulty itself; name one with deployments".formatted(name));
      return false;
    }
    if (alias.targets().getFirst().provider().equals(Router.EMBEDDED)) {
      main.problem(
          at,
          "model \"%s\" runs in this process and answers no prompt of \"%s\"; name a generative one"
              .formatted(name, by));
      return false;
    }
    return true;
  }

  private boolean continues(String provider, String model) {
    var service = services.get(provider);
    return service != null
        && Capabilities.of(service, model).prefill() instanceof Prefill.LastMessage;
  }

  private void checkFallbacks(ConfigNode main, Map<String, Alias> aliases) {
    aliases.forEach((name, alias) -> {
      if (choosing.containsKey(name)) {
        return;
      }
      for (var other : alias.fallback()) {
        if (choosing.containsKey(other)) {
          main.problem(
              "models",
              "model \"%s\" falls back to \"%s\", which chooses by difficulty; name its easy or its hard model"
                  .formatted(name, other));
        } else if (!aliases.containsKey(other) || other.equals(name)) {
          main.problem(
              "models",
              "model \"%s\" falls back to \"%s\", which is not another model; %s"
                  .formatted(name, other, ModelReader.hint(other, aliases.keySet(), "declare it")));
        }
      }
    });
  }

  /// The classes of data that are declared.
  BoundariesConfig boundaries() {
    return boundaries;
  }

  /// Names of the flags that are declared.
  Set<String> flags() {
    return Collections.unmodifiableSet(flags);
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
