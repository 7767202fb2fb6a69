package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.boundaries.DataRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// One entry of the `projects` section.
///
/// @param scope of every key of the project; a key's own can only narrow it
/// @param priority of keys that name none
/// @param limits of the whole project; unlimited for those of `limits.project`
/// @param teams the limits of each team, by name
public record ProjectConfig(
    Scope scope,
    Priority priority,
    DataRule data,
    Allowance limits,
    SequencedMap<String, Allowance> teams) {
  public static final ProjectConfig DEFAULT =
      new ProjectConfig(
          Scope.ALL, Priority.NORMAL, DataRule.NONE, Allowance.UNLIMITED, new LinkedHashMap<>());

  public ProjectConfig {
    teams = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(teams));
  }

  public static ProjectConfig from(ConfigNode project) {
    return new ProjectConfig(
        Scope.from(project),
        project.choice(
            "priority",
            Priority.NORMAL,
            "How much the calls of its keys matter, if they name none"),
        project.section("data", "What its calls may carry and where to", DataRule::from),
        project.section(
            "limits", "What it may use as a whole, instead of limits.project", Allowance::from),
        project.map("teams", "Its teams, by name", (_, team) -> team(team)));
  }

  private static Allowance team(ConfigNode team) {
    return team.section(
        "limits", "What the team may use as a whole, instead of limits.team", Allowance::from);
  }
}
