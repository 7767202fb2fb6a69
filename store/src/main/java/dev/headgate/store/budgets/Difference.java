package dev.headgate.store.budgets;

/// How the ledger and a provider's report differ for a model on a day; money in nano-dollars.
///
/// @param reported what the provider says; for what a crash left behind, what is not accounted for
///   by other lines of that day
/// @param ledger what the ledger says, releases included
/// @param estimated how much of that is an estimate
/// @param released how much of the estimate was taken back
public record Difference(
    Reported reported, long ledger, long estimated, long released, boolean afterCrash) {}
