package dev.headgate.server.http;

/// What a route asks of its caller. Every route names one; there is no default.
public enum Permission {
  /// Nothing: health and the front page.
  PUBLIC,
  /// A key that may make calls.
  CALL,
  /// A key that may read metrics.
  METRICS,
  /// A key that may look into and change the house.
  ADMIN
}
