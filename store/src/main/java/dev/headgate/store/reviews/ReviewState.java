package dev.headgate.store.reviews;

import java.util.Locale;

/// Where a review stands.
public enum ReviewState {
  WAITING,
  ASSIGNED,
  ANSWERED,
  EXPIRED;

  /// As answers and tables write it.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ReviewState of(String stored, boolean isOver) {
    var state = valueOf(stored.toUpperCase(Locale.ROOT));
    return isOver && state != ANSWERED ? EXPIRED : state;
  }

  boolean isOpen() {
    return this == WAITING || this == ASSIGNED;
  }
}
