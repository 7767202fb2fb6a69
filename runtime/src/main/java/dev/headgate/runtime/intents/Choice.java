package dev.headgate.runtime.intents;

import java.util.Locale;

/// The intent of one call, and why it was chosen.
///
/// @param intent the name of an intent, [#UNSURE], or `oos` for out of scope
/// @param probability that the choice is right, calibrated, 0 to 1; of a rule, 1
/// @param nearest the most likely intent, which differs from `intent` where that is out of scope or
///   unsure; of a rule, the same
public record Choice(String intent, double probability, String nearest, By by) {
  /// The intent of a call whose most likely one is not likely enough.
  public static final String UNSURE = "unsure";

  /// What has chosen.
  public enum By {
    RULE,
    EXAMPLES;

    /// As it is shown.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Choice byRule(String intent) {
    return new Choice(intent, 1, intent, By.RULE);
  }
}
