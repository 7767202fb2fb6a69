package dev.headgate.runtime.access;

import dev.headgate.runtime.boundaries.DataRule;
import java.util.List;

/// What holds for the calls of a key, once its project's declarations are taken into account.
///
/// @param data rules of the project and the key; all of them hold
/// @param limits of the key, unlimited if it has none of its own
public record Agreement(Account account, Priority priority, List<DataRule> data, Allowance limits) {
  static final Agreement DEFAULT =
      new Agreement(Account.DEFAULT, Priority.NORMAL, List.of(), Allowance.UNLIMITED);

  public Agreement {
    data = List.copyOf(data);
  }

  static Agreement of(KeyTerms terms, ProjectConfig project) {
    var priority = terms.priority() == null ? project.priority() : terms.priority();
    return new Agreement(
        terms.account(), priority, List.of(project.data(), terms.data()), terms.limits());
  }

  Agreement lowered(Priority asked) {
    return new Agreement(account, priority.lowered(asked), data, limits);
  }
}
