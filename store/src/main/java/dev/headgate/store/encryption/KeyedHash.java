package dev.headgate.store.encryption;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// HMAC-SHA-256 under a key that never leaves the house. Thread-safe.
public final class KeyedHash {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  // Looking an algorithm up costs more than hashing a short text.
  private final AtomicReference<@Nullable Mac> idle = new AtomicReference<>();

  public KeyedHash(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// 32 bytes.
  public byte[] of(byte[] message) {
    try {
      var rested = idle.getAndSet(null);
      var mac = rested == null ? fresh() : rested;
      var hash = mac.doFinal(message);
      idle.set(mac);
      return hash;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private Mac fresh() throws GeneralSecurityException {
    var mac = Mac.getInstance(ALGORITHM);
    mac.init(key);
    return mac;
  }
}
