package dev.headgate.runtime.routing;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.difficulty.Difficulty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the deployments behind an alias or a `provider/model`. Immutable, thread-safe.
public final class Router {
  /// The provider that is this process.
  public static final String EMBEDDED = "embedded";

  private final Map<String, Provider> providers;
  private final SequencedMap<String, Alias> aliases;
  private final Map<String, List<Deployment>> deployments = new LinkedHashMap<>();
  // Of names that lead to models whose vectors must not mix, those models.
  private final Map<String, List<String>> mixed = new LinkedHashMap<>();
  private final Map<String, Difficulty> difficulties;
  private final Fleet fleet;

  /// No alias chooses by difficulty.
  public Router(Collection<Provider> providers, SequencedMap<String, Alias> aliases, Fleet fleet) {
    this(providers, aliases, Map.of(), fleet);
  }

  /// @param aliases each to the names of providers, or [#EMBEDDED], and their names of models
  /// @param difficulties by those aliases that send each call to one of two others; such an alias
  ///   has the deployments of the harder one, for whatever is no prompt
  /// @param fleet what is known of deployments from earlier calls
  public Router(
      Collection<Provider> providers,
      SequencedMap<String, Alias> aliases,
      Map<String, Difficulty> difficulties,
      Fleet fleet) {
    this.providers = new LinkedHashMap<>();
    providers.forEach(provider -> this.providers.put(provider.name(), provider));
    this.aliases = new LinkedHashMap<>(aliases);
    this.difficulties = Map.copyOf(difficulties);
    this.fleet = fleet;
    aliases.forEach((name, alias) ->
        deployments.put(
            name, alias.targets().stream().map(target -> declared(name, target)).toList()));
    this.aliases.forEach((name, alias) -> {
      var models = alias.sameVectors() ? List.<String>of() : models(name, alias);
      if (models.size() > 1) {
        mixed.put(name, models);
      }
    });
    fleet.declare(
        deployments.keySet().stream()
            .flatMap(name -> remotes(name).stream())
            .map(Deployment.Remote::name)
            .collect(Collectors.toUnmodifiableSet()),
        deployments.keySet());
  }

  /// Aliases in the order of their declaration.
  public Collection<String> aliases() {
    return Collections.unmodifiableSet(aliases.sequencedKeySet());
  }

  /// Whether an alias of that name is declared.
  public boolean declares(String alias) {
    return aliases.containsKey(alias);
  }

  /// The first deployment behind a name.
  public Deployment require(String model) {
    var declared = deployments.get(model);
    return declared == null ? named(model) : declared.getFirst();
  }

  /// All deployments behind a name, and how a call chooses among them; empty if the model runs in
  /// this process.
  public Optional<Route> route(String model) {
    var alias = aliases.get(model);
    if (alias == null) {
      return named(model) instanceof Deployment.Remote remote
          ? Optional.of(new Route(model, List.of(remote), List.of(), RoutingConfig.DEFAULT, fleet))
          : Optional.empty();
    }
    var own = remotes(model);
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Route(model, own, fallbacks(alias, own), alias.routing(), alias.cacheFor(), fleet));
  }

  /// What tells the calls to an alias apart that go to one of two others.
  public Optional<Difficulty> difficulty(String model) {
    return Optional.ofNullable(difficulties.get(model));
  }

  /// All routes that a call to a model may take; none if it runs in this process.
  public List<Route> routes(String model) {
    var difficulty = difficulties.get(model);
    return difficulty == null
        ? route(model).stream().toList()
        : Stream.of(difficulty.easy(), difficulty.hard())
            .flatMap(it -> route(it).stream())
            .toList();
  }

  /// A vector says nothing beside those of another model, so a name that leads to several makes
  /// none.
  ///
  /// @throws CallFailed `UNSUPPORTED_OPERATION`, naming the models
  public void requireOneVectorSpace(String model) {
    var difficulty = difficulties.get(model);
    if (difficulty != null) {
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "model \"%s\" chooses between \"%s\" and \"%s\" by difficulty, which says nothing of vectors; name an embedding model"
              .formatted(model, difficulty.easy(), difficulty.hard()));
    }
    var models = mixed.get(model);
    if (models != null) {
      throw new CallFailed(
          ErrorCode.UNSUPPORTED_OPERATION,
          "model \"%s\" leads to different models (%s), whose vectors cannot be compared; give each a name of its own, or set models.%s.same-vectors: true if they are one model under several names"
              .formatted(model, String.join(", ", models), model));
    }
  }

  private List<String> models(String name, Alias alias) {
    var own = remotes(name);
    return Stream.concat(own.stream(), fallbacks(alias, own).stream())
        .map(Deployment.Remote::model)
        .distinct()
        .toList();
  }

  private List<Deployment.Remote> fallbacks(Alias alias, List<Deployment.Remote> own) {
    var found = new ArrayList<Deployment.Remote>();
    for (var other : alias.fallback()) {
      for (var deployment : remotes(other)) {
        if (!own.contains(deployment) && !found.contains(deployment)) {
          found.add(deployment);
        }
      }
    }
    return found;
  }

  private List<Deployment.Remote> remotes(String alias) {
    return deployments.getOrDefault(alias, List.of()).stream()
        .filter(Deployment.Remote.class::isInstance)
        .map(Deployment.Remote.class::cast)
        .toList();
  }

  private Deployment declared(String alias, Alias.Target target) {
    return find(target.provider(), target.model(), target.terms())
        .orElseThrow(
            () -> new IllegalArgumentException("model " + alias + " names an unknown provider"));
  }

  private Deployment named(String model) {
    var slash = model.indexOf('/');
    return (slash < 0
            ? Optional.<Deployment>empty()
            : find(model.substring(0, slash), model.substring(slash + 1), Deployment.Terms.NONE))
        .orElseThrow(() -> new CallFailed(ErrorCode.MODEL_NOT_FOUND, unknown(model)));
  }

  private Optional<Deployment> find(String provider, String model, Deployment.Terms terms) {
    if (model.isEmpty()) {
      return Optional.empty();
    }
    return provider.equals(EMBEDDED)
        ? Optional.of(new Deployment.Embedded(model))
        : Optional.ofNullable(providers.get(provider))
            .map(found -> new Deployment.Remote(found, model, terms));
  }

  private String unknown(String model) {
    var hint =
        NearestName.of(model, aliases.keySet())
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse(
                "GET /v1/models lists the aliases; \"provider/model\" reaches any model of a declared provider");
    return "model \"" + Names.shown(model) + "\" is not declared; " + hint;
  }
}
