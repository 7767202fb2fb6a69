package dev.headgate.providers.conversations;

import dev.headgate.kernel.config.Secret;
import java.util.Map;
import java.util.Optional;

/// The headers that prove who asks. Thread-safe.
@FunctionalInterface
public interface Credentials {
  /// May cross the network to renew them.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed if they cannot be had
  Map<String, String> headers();

  /// `Authorization: Bearer`, or nothing without a key.
  static Credentials bearer(Optional<Secret> key) {
    var headers = key.map(it -> Map.of("Authorization", "Bearer " + it.reveal())).orElse(Map.of());
    return () -> headers;
  }

  /// The key in a header of the provider's own, or nothing without a key.
  static Credentials header(String name, Optional<Secret> key) {
    var headers = key.map(it -> Map.of(name, it.reveal())).orElse(Map.of());
    return () -> headers;
  }
}
