package dev.headgate.server.http;

/// Answers one call, on a virtual thread of its own; blocking is fine.
@FunctionalInterface
public interface Handler {
  /// Sends exactly one answer, or throws [dev.headgate.kernel.errors.CallFailed] to have the error
  /// sent.
  void handle(HttpCall call);
}
