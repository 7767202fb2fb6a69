package dev.headgate.kernel.classifiers;

/// A text whose label is known.
///
/// @param label a name; [#OUT_OF_SCOPE] for a text that belongs to none
public record Example(String text, String label) {
  /// What belongs to no label.
  public static final String OUT_OF_SCOPE = "oos";

  boolean isInScope() {
    return !label.equals(OUT_OF_SCOPE);
  }
}
