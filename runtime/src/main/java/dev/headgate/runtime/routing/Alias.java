package dev.headgate.runtime.routing;

import java.time.Duration;
import java.util.List;

/// An entry of `models`.
///
/// @param targets one at least
/// @param cacheFor how long an answer to the very same request is given again; zero for never
/// @param sameVectors whether models of different names behind it are one embedding model
/// @param fallback names of other entries, asked when all of its own fail
public record Alias(
    List<Target> targets,
    List<String> fallback,
    RoutingConfig routing,
    Duration cacheFor,
    boolean sameVectors) {
  public Alias {
    targets = List.copyOf(targets);
    fallback = List.copyOf(fallback);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a model without a deployment");
    }
  }

  /// Nothing is given twice.
  public Alias(List<Target> targets, List<String> fallback, RoutingConfig routing) {
    this(targets, fallback, routing, Duration.ZERO, false);
  }

  /// One deployment and nothing else.
  public Alias(String provider, String model) {
    this(
        List.of(new Target(provider, model, Deployment.Terms.NONE)),
        List.of(),
        RoutingConfig.DEFAULT);
  }

  /// @param provider its name, or [Router#EMBEDDED]
  /// @param model the provider's own name of it
  public record Target(String provider, String model, Deployment.Terms terms) {
    /// `provider/model`.
    public String name() {
      return provider + "/" + model;
    }
  }
}
