package dev.headgate.kernel.money;

import java.util.Locale;

/// What a budget can be for.
public enum Dimension {
  PROJECT,
  TEAM,
  KEY,
  USER,
  FEATURE,
  MODEL,
  SESSION,
  TAG;

  /// The key in a declaration.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
