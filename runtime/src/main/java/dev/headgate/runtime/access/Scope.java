package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;

/// What a key, or every key of a project, may reach.
///
/// @param models by the names that callers write: aliases and `provider/model`
/// @param features by name
/// @param endpoints by the paths of routes, as they are declared
/// @param networks from where
public record Scope(Patterns models, Patterns features, Patterns endpoints, Networks networks) {
  public static final Scope ALL =
      new Scope(Patterns.ALL, Patterns.ALL, Patterns.ALL, Networks.ANYWHERE);

  public static Scope from(ConfigNode node) {
    return new Scope(
        Patterns.from(
            node,
            "models",
            "Models that may be called, as callers name them; * stands for any characters; without it, all"),
        Patterns.from(node, "features", "Features that may be called; without it, all"),
        Patterns.from(
            node,
            "endpoints",
            "Paths that may be called, such as /v1/chat/completions or /v1/features/*; without it, all"),
        Networks.from(
            node,
            "networks",
            "Addresses and ranges from where calls may come, such as 10.0.0.0/8; without it, anywhere"));
  }
}
