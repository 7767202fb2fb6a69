/// Budgets and the ledger in core.db: what may be spent, what is held, what was paid, and what has
/// to be told of it. Every change of money is a guarded update in the store's one writer. Never
/// decides whether a call may run; called by `runtime.budgets` and the admin routes.
@NullMarked
package dev.headgate.store.budgets;

import org.jspecify.annotations.NullMarked;
