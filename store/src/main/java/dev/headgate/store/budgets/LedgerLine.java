package dev.headgate.store.budgets;

import dev.headgate.kernel.chat.Usage;

/// What one request to a provider cost.
///
/// @param id also the id of its hold
/// @param amount in nano-dollars
/// @param estimated whether the provider did not say
public record LedgerLine(
    String id, long atMillis, Payer payer, Used used, long amount, boolean estimated) {
  public record Payer(String caller, String project, String feature, String trace) {}

  /// @param model the model that answered
  public record Used(String provider, String model, Usage usage) {}
}
