package dev.headgate.runtime.access;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.runtime.boundaries.DataRule;
import org.jspecify.annotations.Nullable;

/// What was agreed for a key.
///
/// @param priority null for that of its project
/// @param limits unlimited for those of `limits.key`
public record KeyTerms(
    Account account, Scope scope, @Nullable Priority priority, DataRule data, Allowance limits) {
  public static final KeyTerms DEFAULT =
      new KeyTerms(Account.DEFAULT, Scope.ALL, null, DataRule.NONE, Allowance.UNLIMITED);

  static KeyTerms from(ConfigNode key) {
    var project =
        key.text("project", Account.DEFAULT_PROJECT, "The project that the key belongs to");
    var team = key.text("team", "", "The team of the project that the key belongs to");
    var user = key.text("user", "", "The person that the key was given to");
    var scope = Scope.from(key);
    var priority =
        key.optionalChoice(
            "priority", Priority.class, "How much its calls matter; without it, as its project's");
    var data = key.section("data", "What its calls may carry and where to", DataRule::from);
    var limits = key.section("limits", "What it may use, instead of limits.key", Allowance::from);
    return new KeyTerms(
        new Account(project, team, user), scope, priority.orElse(null), data, limits);
  }
}
