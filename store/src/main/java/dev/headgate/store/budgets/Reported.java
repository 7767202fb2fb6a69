package dev.headgate.store.budgets;

import java.time.LocalDate;

/// What a provider says was used on a day.
///
/// @param day in UTC
/// @param provider as the ledger names it, empty for any
/// @param nanos what it charged, in nano-dollars
public record Reported(LocalDate day, String provider, String model, long nanos) {}
