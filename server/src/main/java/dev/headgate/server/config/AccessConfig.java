package dev.headgate.server.config;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;
import dev.headgate.runtime.access.ApiKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/// The `access` section: who may call.
///
/// @param keys none to run open, on a loopback address only
public record AccessConfig(List<ApiKey> keys) {
  public AccessConfig {
    keys = List.copyOf(keys);
  }

  static AccessConfig from(ConfigNode access) {
    var keys =
        access.list(
            "keys",
            "The API keys that callers send; without any, the server runs open on loopback",
            ApiKey::from);
    var names = new HashSet<String>();
    var owners = new HashMap<Secret, String>();
    for (var key : keys) {
      if (!key.name().isEmpty() && !names.add(key.name())) {
        access.problem("keys", "two keys are called \"" + key.name() + "\"; rename one");
      }
      var other = key.key().reveal().isEmpty() ? null : owners.putIfAbsent(key.key(), key.name());
      if (other != null) {
        access.problem("keys", "\"%s\" and \"%s\" have the same key".formatted(other, key.name()));
      }
    }
    return new AccessConfig(keys);
  }
}
