package dev.headgate.runtime.routing;

/// What keeps calls at one deployment, whose prompt cache then knows them.
public enum Sticky {
  NONE,
  /// The caller's header `x-headgate-session`.
  SESSION,
  /// The end user whom the request names.
  USER,
  /// The beginning of the request's body.
  PREFIX
}
