package dev.headgate.runtime.features;

import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The features that are served, by name. Immutable.
public final class Features {
  private final Map<String, Feature> byName = new LinkedHashMap<>();

  public Features(Collection<Feature> features) {
    features.forEach(feature -> byName.put(feature.name(), feature));
  }

  public Collection<Feature> all() {
    return byName.values();
  }

  public Feature require(String name) {
    var feature = byName.get(name);
    if (feature == null) {
      throw new CallFailed(
          ErrorCode.FEATURE_NOT_FOUND,
          "feature \"%s\" is not declared; %s"
              .formatted(
                  name,
                  NearestName.of(name, byName.keySet())
                      .map(near -> "did you mean \"" + near + "\"?")
                      .orElse("GET /v1/models lists those that are")));
    }
    return feature;
  }
}
