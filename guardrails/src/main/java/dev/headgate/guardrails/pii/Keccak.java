package dev.headgate.guardrails.pii;

import java.nio.charset.StandardCharsets;

/// Keccak-256 of short texts, as Ethereum means it: SHA-3 with the older padding.
final class Keccak {
  private static final int RATE = 136;
  private static final int[] ROTATIONS = {
    1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
  };
  private static final int[] LANES = {
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
  };
  private static final long[] ROUNDS = rounds();

  private Keccak() {}

  // The linear feedback register of FIPS 202, algorithm 5.
  private static long[] rounds() {
    var constants = new long[24];
    var register = 1;
    for (var round = 0; round < 24; round++) {
      for (var bit = 0; bit < 7; bit++) {
        if ((register & 1) != 0) {
          constants[round] ^= 1L << ((1 << bit) - 1);
        }
        register = register << 1 ^ ((register & 0x80) == 0 ? 0 : 0x171);
      }
    }
    return constants;
  }

  /// An address in the case that EIP-55 gives it.
  static String checksummed(String lowerHex) {
    var hash = hash(lowerHex.getBytes(StandardCharsets.US_ASCII));
    var out = new StringBuilder(lowerHex);
    for (var i = 0; i < out.length(); i++) {
      var nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
      if (nibble > 7) {
        out.setCharAt(i, Character.toUpperCase(out.charAt(i)));
      }
    }
    return out.toString();
  }

  /// Of at most 135 bytes, which are one block.
  static byte[] hash(byte[] message) {
    var block = new byte[RATE];
    System.arraycopy(message, 0, block, 0, message.length);
    block[message.length] = 1;
    block[RATE - 1] |= (byte) 0x80;
    var state = new long[25];
    for (var i = 0; i < RATE; i++) {
      state[i / 8] ^= (block[i] & 0xffL) << (8 * (i % 8));
    }
    permute(state);
    var hash = new byte[32];
    for (var i = 0; i < 32; i++) {
      hash[i] = (byte) (state[i / 8] >>> (8 * (i % 8)));
    }
    return hash;
  }

  private static void permute(long[] state) {
    var column = new long[5];
    for (var constant : ROUNDS) {
      for (var i = 0; i < 5; i++) {
        column[i] = state[i] ^ state[i + 5] ^ state[i + 10] ^ state[i + 15] ^ state[i + 20];
      }
      for (var i = 0; i < 5; i++) {
        var mixed = column[(i + 4) % 5] ^ Long.rotateLeft(column[(i + 1) % 5], 1);
        for (var j = 0; j < 25; j += 5) {
          state[j + i] ^= mixed;
        }
      }
      var carried = state[1];
      for (var i = 0; i < 24; i++) {
        var lane = state[LANES[i]];
        state[LANES[i]] = Long.rotateLeft(carried, ROTATIONS[i]);
        carried = lane;
      }
      for (var j = 0; j < 25; j += 5) {
        System.arraycopy(state, j, column, 0, 5);
        for (var i = 0; i < 5; i++) {
          state[j + i] ^= ~column[(i + 1) % 5] & column[(i + 2) % 5];
        }
      }
      state[0] ^= constant;
    }
  }
}
