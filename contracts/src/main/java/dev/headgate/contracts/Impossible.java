package dev.headgate.contracts;

/// No continuation of a text can be right any more. An outcome and no bug, so it has no stack
/// trace.
final class Impossible extends RuntimeException {
  private static final long serialVersionUID = 1;

  Impossible(String message) {
    super(message, null, false, false);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
