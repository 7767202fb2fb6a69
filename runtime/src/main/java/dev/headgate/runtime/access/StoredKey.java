package dev.headgate.runtime.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key that was made by `headgate keys`. Times are epoch milliseconds.
///
/// @param id stays the same through rotations
/// @param terms its account's project is the key's
/// @param times when it began and ends
/// @param secrets that open the door for it, or did; the newest last
public record StoredKey(String id, String name, KeyTerms terms, Times times, List<Secret> secrets) {
  /// @param expiresAt null if it never does
  /// @param revokedAt null if nobody has revoked it
  public record Times(long createdAt, @Nullable Long expiresAt, @Nullable Long revokedAt) {}

  /// @param lookup its keyed hash
  /// @param hint its last characters
  /// @param expiresAt null if it lasts as long as the key
  public record Secret(byte[] lookup, String hint, long createdAt, @Nullable Long expiresAt) {}

  public StoredKey {
    secrets = List.copyOf(secrets);
  }

  public String project() {
    return terms.account().project();
  }

  public boolean isLive(long nowMillis) {
    return times.revokedAt() == null && !isPast(times.expiresAt(), nowMillis);
  }

  boolean opensWith(Secret secret, long nowMillis) {
    return isLive(nowMillis) && !isPast(secret.expiresAt(), nowMillis);
  }

  private static boolean isPast(@Nullable Long end, long nowMillis) {
    return end != null && end <= nowMillis;
  }
}
