package dev.headgate.runtime.contracts;

import java.util.Locale;

/// How an answer came to fit its contract.
///
/// @param why what did not fit before, empty if the first answer did
public record ContractOutcome(State state, String why) {
  /// There is no output contract.
  public static final ContractOutcome NONE = new ContractOutcome(State.NONE, "");

  public static final ContractOutcome KEPT = new ContractOutcome(State.KEPT, "");

  /// The three ways, and none.
  public enum State {
    NONE,
    KEPT,
    REPAIRED,
    DEFAULTED;

    /// As callers see it; empty for none.
    public String wireName() {
      return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }

    /// The one of that name, none if it is unknown.
    public static State of(String wireName) {
      for (var state : values()) {
        if (state.wireName().equals(wireName)) {
          return state;
        }
      }
      return NONE;
    }
  }
}
