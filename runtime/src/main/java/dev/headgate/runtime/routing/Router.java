package dev.headgate.runtime.routing;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Finds the deployment behind an alias or a `provider/model`. Immutable, thread-safe.
public final class Router {
  /// The provider that is this process.
  public static final String EMBEDDED = "embedded";

  private final Map<String, Provider> providers;
  private final SequencedMap<String, Deployment> aliases;

  /// @param aliases each to the name of a provider, or [#EMBEDDED], and that provider's name of a
  ///   model
  public Router(Collection<Provider> providers, SequencedMap<String, Alias> aliases) {
    this.providers = new LinkedHashMap<>();
    providers.forEach(provider -> this.providers.put(provider.name(), provider));
    this.aliases = new LinkedHashMap<>();
    aliases.forEach((name, alias) ->
        this.aliases.put(
            name,
            find(alias.provider(), alias.model())
                .orElseThrow(() ->
                    new IllegalArgumentException("model " + name + " names an unknown provider"))));
  }

  /// Aliases in the order of their declaration.
  public Collection<String> aliases() {
    return Collections.unmodifiableSet(aliases.sequencedKeySet());
  }

  /// Whether an alias of that name is declared.
  public boolean declares(String alias) {
    return aliases.containsKey(alias);
  }

  public Deployment require(String model) {
    var alias = aliases.get(model);
    if (alias != null) {
      return alias;
    }
    var slash = model.indexOf('/');
    return (slash < 0
            ? Optional.<Deployment>empty()
            : find(model.substring(0, slash), model.substring(slash + 1)))
        .orElseThrow(() -> new CallFailed(ErrorCode.MODEL_NOT_FOUND, unknown(model)));
  }

  private Optional<Deployment> find(String provider, String model) {
    if (model.isEmpty()) {
      return Optional.empty();
    }
    return provider.equals(EMBEDDED)
        ? Optional.of(new Deployment.Embedded(model))
        : Optional.ofNullable(providers.get(provider))
            .map(found -> new Deployment.Remote(found, model));
  }

  private String unknown(String model) {
    var hint =
        NearestName.of(model, aliases.keySet())
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse(
                "GET /v1/models lists the aliases; \"provider/model\" reaches any model of a declared provider");
    return "model \"" + Names.shown(model) + "\" is not declared; " + hint;
  }

  /// An entry of `models`.
  public record Alias(String provider, String model) {}
}
