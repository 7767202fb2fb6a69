package dev.headgate.server.config;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Secret;
import dev.headgate.runtime.access.AccessRules;
import dev.headgate.runtime.access.ApiKey;
import dev.headgate.runtime.access.Networks;
import dev.headgate.runtime.access.Projects;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/// The sections `access` and `projects`: who may call, and for whom.
///
/// @param keys none if all are made by `headgate keys`, or to run open, on a loopback address only
public record AccessConfig(List<ApiKey> keys, AccessRules rules, Projects projects) {
  public AccessConfig {
    keys = List.copyOf(keys);
  }

  static AccessConfig from(ConfigNode access, Projects projects, BoundariesConfig boundaries) {
    var keys =
        access.list(
            "keys",
            "The API keys that callers send; the server runs open, on loopback only, while there are none here, none was ever made, and require-key is not set",
            entry -> key(entry, projects, boundaries));
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
    return new AccessConfig(keys, rules(access), projects);
  }

  private static ApiKey key(ConfigNode entry, Projects projects, BoundariesConfig boundaries) {
    var key = ApiKey.from(entry, projects);
    boundaries.check(entry, "data", key.terms().data().dataClass());
    return key;
  }

  private static AccessRules rules(ConfigNode access) {
    return new AccessRules(
        access.flag(
            "require-key",
            false,
            "Whether callers need a key even if none is declared here: then \"headgate keys create\" makes them"),
        Networks.from(
            access,
            "trusted-proxies",
            "Addresses of proxies whose X-Forwarded-For is believed; without any, nobody's is"));
  }

  /// Whether there may be nobody who needs a key.
  public boolean mayBeOpen() {
    return keys.isEmpty() && !rules.requireKey();
  }
}
