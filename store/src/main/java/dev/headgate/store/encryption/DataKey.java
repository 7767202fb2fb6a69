package dev.headgate.store.encryption;

import java.util.Optional;

/// The key of one subject. Thread-safe.
public final class DataKey {

  private final long id;
  private final AesGcm cipher;

  DataKey(long id, byte[] key) {
    this.id = id;
    this.cipher = new AesGcm(key);
  }

  /// Under which the key is found again.
  public long id() {
    return id;
  }

  /// By how much the sealed text is longer than the clear one.
  public int overheadBytes() {
    return AesGcm.TAG_BYTES;
  }

  /// @param nonce never used before with this key
  /// @param context clear text that must come unchanged, or the sealed one does not open
  public byte[] seal(byte[] nonce, byte[] context, byte[] plain) {
    return cipher.seal(nonce, context, plain);
  }

  /// The clear text; empty if a bit of anything was changed.
  public Optional<byte[]> open(byte[] nonce, byte[] context, byte[] sealed) {
    return cipher.open(nonce, context, sealed);
  }
}
