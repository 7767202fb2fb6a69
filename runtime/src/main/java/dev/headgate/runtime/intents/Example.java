package dev.headgate.runtime.intents;

/// A text whose intent is known.
///
/// @param intent a name; [#OUT_OF_SCOPE] for a text that belongs to none
public record Example(String text, String intent) {
  /// What belongs to no intent.
  public static final String OUT_OF_SCOPE = "oos";

  boolean isInScope() {
    return !intent.equals(OUT_OF_SCOPE);
  }
}
