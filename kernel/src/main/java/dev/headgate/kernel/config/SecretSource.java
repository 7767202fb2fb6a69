package dev.headgate.kernel.config;

import java.util.Optional;

/// Where the values behind `${env:NAME}` and `${file:PATH}` come from.
public interface SecretSource {
  Optional<String> environment(String name);

  /// The file's text without its trailing line break; a relative path starts at the project folder.
  Optional<String> file(String path);
}
