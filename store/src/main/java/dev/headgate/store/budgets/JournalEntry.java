package dev.headgate.store.budgets;

import java.util.List;

/// A change of money that is already true in memory and has to become durable.
public sealed interface JournalEntry {
  /// A request begins.
  ///
  /// @param line what is recorded if nothing more is heard of it: its amount is held
  /// @param windows ids of the budgets that it counts in
  record Held(LedgerLine line, List<String> windows) implements JournalEntry {}

  /// More is held.
  ///
  /// @param amount the whole that is held now
  record Raised(String id, long amount) implements JournalEntry {}

  /// A request has ended.
  record Settled(LedgerLine line, List<Share> shares) implements JournalEntry {}

  /// Nothing was asked of the provider.
  record Cancelled(String id) implements JournalEntry {}

  /// Leased money that nobody needs.
  record Returned(String window, long amount) implements JournalEntry {}

  /// A key from which no more calls are accepted.
  record Frozen(String caller, String reason, AlertRow alert) implements JournalEntry {}

  /// Something that has to be told, and changes nothing.
  record Told(AlertRow alert) implements JournalEntry {}

  /// How a line counts in a window.
  ///
  /// @param fromHeld nano-dollars that were leased
  /// @param beyond nano-dollars that were not, on top
  /// @param thresholds in thousandths of the limit, at which an alert is due
  record Share(String window, long fromHeld, long beyond, List<Integer> thresholds) {}
}
