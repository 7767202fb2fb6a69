package dev.headgate.runtime.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which deployment answered a session last. The least recently used are forgotten. Thread-safe.
final class StickySessions {
  static final int MAX_SESSIONS = 10_000;

  private final Map<String, String> deployments =
      new LinkedHashMap<>(64, .75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  synchronized Optional<String> find(String session) {
    return Optional.ofNullable(deployments.get(session));
  }

  synchronized void remember(String session, String deployment) {
    deployments.put(session, deployment);
  }
}
