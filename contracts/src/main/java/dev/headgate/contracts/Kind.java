package dev.headgate.contracts;

/// What a JSON value begins as.
enum Kind {
  OBJECT(1),
  ARRAY(2),
  STRING(4),
  NUMBER(8),
  BOOLEAN(16),
  NULL(32);

  /// Every kind.
  static final int ALL = 63;

  private final int bit;

  Kind(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }
}
