package dev.headgate.runtime.access;

/// How much a call matters when not all can be served. The most important comes first.
public enum Priority {
  CRITICAL,
  HIGH,
  NORMAL,
  LOW,
  BATCH;

  /// The less important of both: nobody raises itself.
  public Priority lowered(Priority asked) {
    return asked.compareTo(this) > 0 ? asked : this;
  }
}
