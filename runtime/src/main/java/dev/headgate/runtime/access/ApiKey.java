package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;

/// One entry of `access.keys`.
///
/// @param name what traces call the key's owner
public record ApiKey(String name, Secret key) {
  public static ApiKey from(ConfigNode entry) {
    return new ApiKey(
        entry.requireText("name", "what traces call the owner of this key"),
        entry.requireSecret("key", "the key itself, as ${env:NAME} or ${file:PATH}"));
  }
}
