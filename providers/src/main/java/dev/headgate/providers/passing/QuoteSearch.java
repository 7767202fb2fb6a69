package dev.headgate.providers.passing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds where plain text ends within a JSON string, eight bytes at a time: most of an answer is
/// one long string.
public final class QuoteSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = LOW_BITS * '"';
  private static final long BACKSLASHES = LOW_BITS * '\\';

  private QuoteSearch() {}

  /// The index of the first quote or backslash in `bytes[from, to)`, or `to`.
  public static int next(byte[] bytes, int from, int to) {
    var i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      var eight = (long) LONGS.get(bytes, i);
      var found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  // The high bit of each byte that is zero. Bytes above a zero may be marked as well, never one
  // below, and only the lowest is looked at: Warren, Hacker's Delight, section 6-1.
  private static long zeros(long eight) {
    return (eight - LOW_BITS) & ~eight & HIGH_BITS;
  }
}
