package dev.headgate.store.encryption;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM under one key. A nonce must never be used twice. Thread-safe.
final class AesGcm {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final String ALGORITHM = "AES/GCM/NoPadding";

  // Found once: looking through all providers costs more than sealing a small text.
  private static final Provider PROVIDER = provider();

  private final SecretKeySpec key;

  // A cipher that has worked under this key need not expand it again.
  private final AtomicReference<@Nullable Cipher> idle = new AtomicReference<>();

  AesGcm(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// The ciphertext and its tag.
  byte[] seal(byte[] nonce, byte[] context, byte[] plain) {
    try {
      return run(Cipher.ENCRYPT_MODE, nonce, context, plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The clear text; empty if a bit of anything was changed.
  Optional<byte[]> open(byte[] nonce, byte[] context, byte[] sealed) {
    try {
      return Optional.of(run(Cipher.DECRYPT_MODE, nonce, context, sealed));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] context, byte[] text)
      throws GeneralSecurityException {
    var rested = idle.getAndSet(null);
    var cipher = rested == null ? Cipher.getInstance(ALGORITHM, PROVIDER) : rested;
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(context);
    var result = cipher.doFinal(text);
    idle.set(cipher);
    return result;
  }

  private static Provider provider() {
    try {
      return Cipher.getInstance(ALGORITHM).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
