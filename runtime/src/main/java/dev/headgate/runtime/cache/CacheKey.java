package dev.headgate.runtime.cache;

import java.util.Arrays;
import java.util.HexFormat;

/// A request's fingerprint; see [Fingerprints].
public final class CacheKey {
  private final byte[] mac;

  CacheKey(byte[] mac) {
    this.mac = mac;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key && Arrays.equals(mac, key.mac);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(mac);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(mac, 0, 8);
  }
}
