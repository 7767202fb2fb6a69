package dev.headgate.runtime.budgets;

import dev.headgate.kernel.config.ConfigNode;
import java.util.List;

/// The sections `budgets` and `alerts`.
public record BudgetsConfig(List<BudgetConfig> budgets, AlertConfig alerts) {
  public BudgetsConfig {
    budgets = List.copyOf(budgets);
  }

  /// Reads both from the whole file.
  public static BudgetsConfig from(ConfigNode main) {
    var budgets =
        main.map(
            "budgets", "What may be spent, by the names that messages use", BudgetConfig::from);
    var alerts = main.section("alerts", "Who is told of budgets", AlertConfig::from);
    return new BudgetsConfig(List.copyOf(budgets.values()), alerts);
  }
}
