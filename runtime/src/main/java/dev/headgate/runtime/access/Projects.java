package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The declared projects. The project `default` is always there. Immutable, thread-safe.
public final class Projects {
  public static final Projects NONE = new Projects(Map.of());

  private final Map<String, ProjectConfig> byName;

  public Projects(Map<String, ProjectConfig> declared) {
    var all = new LinkedHashMap<>(declared);
    all.putIfAbsent(Account.DEFAULT_PROJECT, ProjectConfig.DEFAULT);
    this.byName = Map.copyOf(all);
  }

  public Set<String> names() {
    return byName.keySet();
  }

  public Optional<ProjectConfig> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Whether calls of a project may name what providers keep. Where there is one project alone,
  /// nobody else can.
  boolean mayUseProviderState(ProjectConfig project) {
    var said = project.providerState();
    return said == null ? byName.size() == 1 : said;
  }

  /// What is wrong with an account; empty if nothing is.
  public Optional<String> objection(Account account) {
    var project = byName.get(account.project());
    if (project == null) {
      return Optional.of(unknown("project", account.project(), names(), "projects"));
    }
    if (!account.team().isEmpty() && !project.teams().containsKey(account.team())) {
      return Optional.of(
          unknown(
              "team",
              account.team(),
              project.teams().keySet(),
              "projects." + account.project() + ".teams"));
    }
    return Optional.empty();
  }

  /// Reports a key whose project or team is not declared.
  void check(ConfigNode key, Account account) {
    objection(account)
        .ifPresent(objection -> key.problem(key.has("team") ? "team" : "project", objection));
  }

  private static String unknown(String kind, String name, Set<String> known, String section) {
    return "unknown %s \"%s\"; %s"
        .formatted(
            kind,
            name,
            NearestName.of(name, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("declare it in the section " + section));
  }
}
