package dev.headgate.runtime.routing;

/// What stands behind a model's name.
public sealed interface Deployment {
  /// The model's name where it runs.
  String model();

  /// Reached over the network.
  record Remote(Provider provider, String model) implements Deployment {}

  /// Runs in this process.
  record Embedded(String model) implements Deployment {}
}
