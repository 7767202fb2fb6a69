package dev.headgate.runtime.access;

import dev.headgate.runtime.boundaries.DataRule;
import java.util.List;

/// What holds for the calls of a key, once its project's declarations are taken into account.
///
/// @param data rules of the project and the key; all of them hold
/// @param limits of the key, unlimited if it has none of its own
/// @param providerState whether calls may name what providers keep
public record Agreement(
    Account account,
    Priority priority,
    List<DataRule> data,
    Allowance limits,
    boolean providerState) {
  static final Agreement DEFAULT =
      new Agreement(Account.DEFAULT, Priority.NORMAL, List.of(), Allowance.UNLIMITED, true);

  public Agreement {
    data = List.copyOf(data);
  }

  static Agreement of(KeyTerms terms, ProjectConfig project, boolean providerState) {
    var priority = terms.priority() == null ? project.priority() : terms.priority();
    return new Agreement(
        terms.account(),
        priority,
        List.of(project.data(), terms.data()),
        terms.limits(),
        providerState);
  }

  Agreement lowered(Priority asked) {
    return new Agreement(account, priority.lowered(asked), data, limits, providerState);
  }
}
