package dev.headgate.runtime.routing;

/// What a call may do after an attempt that failed.
enum Move {
  /// Nothing helps but another request.
  NONE,
  /// Another deployment.
  ANOTHER,
  /// Another deployment, or the same after a pause.
  ANOTHER_OR_AGAIN,
  /// A deployment that reads more.
  LARGER,
  /// A deployment of another provider.
  ELSEWHERE
}
