package dev.headgate.store.budgets;

/// What is declared of a window.
///
/// @param endsAtMillis `Long.MAX_VALUE` for a period without an end
/// @param hard whether the limit is never exceeded
/// @param limit in nano-dollars
public record WindowTerms(long endsAtMillis, boolean hard, long limit) {}
