package dev.headgate.store.traces;

/// What became of a payload.
public enum PayloadState {
  READABLE,
  /// The key of its subject was destroyed.
  FORGOTTEN,
  /// Its bytes on disk are not those that were written.
  DAMAGED
}
