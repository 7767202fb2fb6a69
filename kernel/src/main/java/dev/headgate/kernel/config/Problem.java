package dev.headgate.kernel.config;

/// A mistake in a declaration, with its place and the way out.
public record Problem(Position at, String message) {
  @Override
  public String toString() {
    return at + ": " + message;
  }
}
