package dev.headgate.runtime.features;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The features that are served, by name. Immutable.
public final class Features {
  private final Map<String, Feature> byName = new LinkedHashMap<>();
  private final Set<String> models = new HashSet<>();

  public Features(Collection<Feature> features) {
    for (var feature : features) {
      byName.put(feature.name(), feature);
      feature.allTiers().forEach(tier -> models.addAll(tier.models()));
    }
  }

  public Collection<Feature> all() {
    return byName.values();
  }

  /// Whether a tier names this model, in just these words.
  public boolean names(String model) {
    return models.contains(model);
  }

  public Feature require(String name) {
    var feature = byName.get(name);
    if (feature == null) {
      throw new CallFailed(
          ErrorCode.FEATURE_NOT_FOUND,
          "feature \"%s\" is not declared; %s"
              .formatted(
                  Names.shown(name),
                  NearestName.of(name, byName.keySet())
                      .map(near -> "did you mean \"" + near + "\"?")
                      .orElse("GET /v1/models lists those that are")));
    }
    return feature;
  }
}
