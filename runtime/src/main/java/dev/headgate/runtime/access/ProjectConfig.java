package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.boundaries.DataRule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One entry of the `projects` section.
///
/// @param scope of every key of the project; a key's own can only narrow it
/// @param priority of keys that name none
/// @param limits of the whole project; unlimited for those of `limits.project`
/// @param teams the limits of each team, by name
/// @param providerState whether its calls may name what providers keep; null where it is not said
public record ProjectConfig(
    Scope scope,
    Priority priority,
    DataRule data,
    Allowance limits,
    SequencedMap<String, Allowance> teams,
    @Nullable Boolean providerState) {
  public static final ProjectConfig DEFAULT =
      new ProjectConfig(
          Scope.ALL,
          Priority.NORMAL,
          DataRule.NONE,
          Allowance.UNLIMITED,
          new LinkedHashMap<>(),
          null);

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
        project.map("teams", "Its teams, by name", (_, team) -> team(team)),
        project
            .optionalFlag(
                "provider-state",
                "Whether its calls may name what providers keep for whoever has their key, such as conversations and files; without it, only while there is no other project")
            .orElse(null));
  }

  private static Allowance team(ConfigNode team) {
    return team.section(
        "limits", "What the team may use as a whole, instead of limits.team", Allowance::from);
  }
}
