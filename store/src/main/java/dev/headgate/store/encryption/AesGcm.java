package dev.headgate.store.encryption;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM under one key. A nonce must never be used twice. Thread-safe.
final class AesGcm {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final String ALGORITHM = "AES/GCM/NoPadding";

  // Found once: looking through all providers costs more than sealing a small text.
  private static final Provider PROVIDER = provider();

  private final SecretKeySpec key;

  AesGcm(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// The ciphertext and its tag.
  byte[] seal(byte[] nonce, byte[] context, byte[] plain) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The clear text; empty if a bit of anything was changed.
  Optional<byte[]> open(byte[] nonce, byte[] context, byte[] sealed) {
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(sealed));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(ALGORITHM, PROVIDER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(context);
    return cipher;
  }

  private static Provider provider() {
    try {
      return Cipher.getInstance(ALGORITHM).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
