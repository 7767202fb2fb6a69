package dev.headgate.store.budgets;

/// Something that has to be told.
///
/// @param type such as `budget.threshold`
/// @param caller the key that is concerned, or empty
public record AlertRow(
    String id, long atMillis, String type, Standing standing, String caller, int attempts) {
  public static final String THRESHOLD = "budget.threshold";
  public static final String OVERRUN = "budget.overrun";
  public static final String UNKNOWN_COST = "budget.unknown_cost";

  /// How the budget stood.
  ///
  /// @param perMille the threshold that was reached, in thousandths of the limit; 0 if none
  public record Standing(
      WindowKey window, long endsAtMillis, long spent, long limit, int perMille) {}
}
