package dev.headgate.runtime.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which deployment answered a session of a project last. Of each project the least recently used
/// are forgotten, so that no other one's number matters. Thread-safe.
final class StickySessions {
  /// Of one project.
  static final int MAX_SESSIONS = 10_000;

  /// Projects whose sessions are remembered at once.
  static final int MAX_PROJECTS = 128;

  private final Map<String, Map<String, String>> projects = recent(MAX_PROJECTS);

  /// @param session its name within the project
  synchronized Optional<String> find(String project, String session) {
    var sessions = projects.get(project);
    return sessions == null ? Optional.empty() : Optional.ofNullable(sessions.get(session));
  }

  synchronized void remember(String project, String session, String deployment) {
    projects.computeIfAbsent(project, _ -> recent(MAX_SESSIONS)).put(session, deployment);
  }

  private static <V> Map<String, V> recent(int most) {
    return new LinkedHashMap<>(64, .75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
