package dev.headgate.kernel.config;

/// A value that must not be printed.
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /// The clear text; call it only where it goes onto the wire or into a hash.
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
