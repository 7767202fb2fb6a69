package dev.headgate.store.budgets;

/// A window as it is stored; money in nano-dollars.
public record WindowRow(String id, WindowKey key, WindowTerms terms, Amounts amounts) {
  /// @param held leased by this process and not spent
  /// @param overrun charged by providers beyond the limit
  public record Amounts(long spent, long held, long overrun) {}

  /// What is neither spent nor held.
  public long left() {
    return Math.max(0, terms.limit() - amounts.spent() - amounts.held());
  }
}
