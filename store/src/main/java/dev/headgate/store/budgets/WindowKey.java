package dev.headgate.store.budgets;

/// One period of one budget.
///
/// @param subject whose budget it is, where each has one of its own; empty otherwise
/// @param period such as `month`
/// @param startsAtMillis 0 for a period without a beginning
public record WindowKey(String budget, String subject, String period, long startsAtMillis) {}
