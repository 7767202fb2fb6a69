package dev.headgate.providers.conversations;

import dev.headgate.providers.http.ConnectionSettings;
import dev.headgate.providers.http.Endpoint;
import java.util.Map;

/// Where a provider is asked, and by whom.
///
/// @param name in `headgate.yaml`
/// @param headers sent with every request besides those of the credentials
/// @param paths how the provider's addresses differ from the dialect's
public record Door(
    String name,
    Endpoint endpoint,
    Map<String, String> headers,
    Credentials credentials,
    Paths paths,
    ConnectionSettings connections) {
  public Door {
    headers = Map.copyOf(headers);
  }

  /// How a provider's addresses differ from the dialect's.
  @FunctionalInterface
  public interface Paths {
    /// As the codec writes them.
    Paths USUAL = (path, _) -> path;

    /// @param path as the codec wrote it, such as `/chat/completions`
    /// @param model empty if only the body names it
    String of(String path, String model);
  }
}
