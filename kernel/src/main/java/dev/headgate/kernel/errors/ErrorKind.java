package dev.headgate.kernel.errors;

/// Who must act for the same call to succeed.
public enum ErrorKind {
  CALLER,
  LIMIT,
  PROVIDER,
  INTERNAL
}
