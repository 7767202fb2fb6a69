package dev.headgate.kernel.ids;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Makes ids of 128 bits: 48 of milliseconds, 80 of chance. They sort by time of creation and need
/// no coordination. Thread-safe if its random generator is.
public final class IdSource {
  // Crockford's base32: no i, l, o, u.
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int LENGTH = 26;

  private final InstantSource clock;
  private final RandomGenerator random;

  public IdSource(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// A new id such as `tr_06g3k2v7r9m4x8q1w5e0t2y6n3`.
  public String next(String prefix) {
    var high = (clock.millis() << 16) | (random.nextLong() & 0xFFFF);
    var low = random.nextLong();
    var start = prefix.length() + 1;
    var id = new char[start + LENGTH];
    prefix.getChars(0, prefix.length(), id, 0);
    id[prefix.length()] = '_';
    for (int i = LENGTH - 1; i >= 0; i--) {
      id[start + i] = DIGITS[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(id);
  }
}
