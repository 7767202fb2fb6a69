package dev.headgate.kernel.ids;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256, without the exception that no JDK throws.
public final class Sha256 {
  private Sha256() {}

  /// A digest that nothing was added to yet.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
