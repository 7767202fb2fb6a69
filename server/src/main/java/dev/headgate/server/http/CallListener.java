package dev.headgate.server.http;

import org.jspecify.annotations.Nullable;

/// Hears of every answer. Called on the call's thread, so it must be quick. Thread-safe.
@FunctionalInterface
public interface CallListener {
  /// @param route null if nothing is served there
  /// @param nanos from the end of the headers to the end of the answer
  void answered(Routes.@Nullable Route route, int status, long nanos);
}
