package dev.headgate.kernel.dialects;

import java.util.Optional;

/// A caller's request in some dialect, read once and not taken apart: what must be known to pass it
/// on, and where the bytes stand that policy changes. Immutable.
public interface ScannedRequest {
  /// As the caller wrote it.
  String model();

  /// Whether the caller wants the answer as it is written.
  boolean stream();

  /// The caller's own name for its user.
  Optional<String> user();

  RequestFacts facts();

  /// Of a request for vectors, how many it asks for; 1 of any other.
  default int inputs() {
    return 1;
  }

  /// Whether nothing of another dialect travels in it, so that its own dialect's provider can take
  /// its bytes.
  boolean isPlain();

  /// What the request does not hold but names, and a provider keeps for whoever has its key, such
  /// as a conversation or a file: the member's name; empty for nothing. Reads the body once more.
  Optional<String> kept();

  /// The request for a provider that has its own name for the model.
  ///
  /// @param maxTokens most output tokens that it may ask for, 0 to leave the caller's bound
  /// @param wording of the provider
  RelayBody toBody(String providerModel, int maxTokens, Wording wording);
}
