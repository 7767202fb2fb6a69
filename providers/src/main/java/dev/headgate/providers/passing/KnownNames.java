package dev.headgate.providers.passing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// Names of members, each with its number: its place in the list, from 1. Immutable.
public final class KnownNames {
  /// The number of what is none of them.
  public static final int NONE = 0;

  private static final int[] NOBODY = {};

  private final byte[][] names;

  // The numbers of the names of each length: few of these begin alike, so that one of them is
  // compared as a rule.
  private final int[][] byLength;

  private KnownNames(byte[][] names, int[][] byLength) {
    this.names = names;
    this.byLength = byLength;
  }

  public static KnownNames of(String... names) {
    var all = new byte[names.length + 1][];
    all[NONE] = new byte[0];
    var longest = 0;
    for (int i = 0; i < names.length; i++) {
      all[i + 1] = names[i].getBytes(US_ASCII);
      longest = Math.max(longest, all[i + 1].length);
    }
    var byLength = new int[longest + 1][];
    Arrays.fill(byLength, NOBODY);
    for (int i = 1; i < all.length; i++) {
      var same = byLength[all[i].length];
      byLength[all[i].length] = Arrays.copyOf(same, same.length + 1);
      byLength[all[i].length][same.length] = i;
    }
    return new KnownNames(all, byLength);
  }

  /// One for each name, in its place, and one for [#NONE].
  public long[] counters() {
    return new long[names.length];
  }

  /// The name's number.
  public int find(byte[] name, int length) {
    if (length == 0 || length >= byLength.length) {
      return NONE;
    }
    for (var number : byLength[length]) {
      if (isSame(name, names[number])) {
        return number;
      }
    }
    return NONE;
  }

  private static boolean isSame(byte[] name, byte[] known) {
    for (int i = 0; i < known.length; i++) {
      if (name[i] != known[i]) {
        return false;
      }
    }
    return true;
  }
}
