package dev.headgate.guardrails.pii;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Addresses of crypto wallets, with their checksums.
final class Wallets {
  private static final List<String> CONTEXT =
      List.of("wallet", "btc", "bitcoin", "crypto", "eth", "ethereum");
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Wallets() {}

  static void find(String text, int start, int end, Found found) {
    var size = end - start;
    if (size < 26 || size > 90) {
      return;
    }
    var value = text.substring(start, end);
    var first = value.charAt(0);
    if (((first == '1' || first == '3') && size <= 35 && isBase58(value))
        || (value.toLowerCase(Locale.ROOT).startsWith("bc1") && isBech32(value))) {
      found.add("CRYPTO", start, end, 1, CONTEXT);
    } else if (size == 42 && value.startsWith("0x") && isHex(value)) {
      var lower = value.substring(2).toLowerCase(Locale.ROOT);
      var plain = value.endsWith(lower) || value.endsWith(lower.toUpperCase(Locale.ROOT));
      // EIP-55: upper and lower case are a checksum.
      if (plain || Keccak.checksummed(lower).equals(value.substring(2))) {
        found.add("CRYPTO", start, end, plain ? .5 : 1, CONTEXT);
      }
    }
  }

  private static boolean isHex(String value) {
    return value.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static boolean isBase58(String value) {
    var number = BigInteger.ZERO;
    for (var i = 0; i < value.length(); i++) {
      var digit = BASE58.indexOf(value.charAt(i));
      if (digit < 0) {
        return false;
      }
      number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
    }
    var bytes = number.toByteArray();
    var whole = new byte[25];
    var copied = Math.min(25, bytes.length);
    System.arraycopy(bytes, bytes.length - copied, whole, 25 - copied, copied);
    var hash = sha256(sha256(Arrays.copyOf(whole, 21)));
    return Arrays.equals(Arrays.copyOf(hash, 4), Arrays.copyOfRange(whole, 21, 25));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // BIP-173 and BIP-350.
  private static boolean isBech32(String value) {
    var lower = value.toLowerCase(Locale.ROOT);
    if (!value.equals(lower) && !value.equals(value.toUpperCase(Locale.ROOT))) {
      return false;
    }
    var check = 1;
    for (var part : new int[] {'b' >> 5, 'c' >> 5, 0, 'b' & 31, 'c' & 31}) {
      check = step(check, part);
    }
    for (var i = 3; i < lower.length(); i++) {
      var digit = BECH32.indexOf(lower.charAt(i));
      if (digit < 0) {
        return false;
      }
      check = step(check, digit);
    }
    return check == 1 || check == 0x2bc830a3;
  }

  private static int step(int check, int value) {
    var top = check >>> 25;
    var next = (check & 0x1ffffff) << 5 ^ value;
    for (var i = 0; i < 5; i++) {
      next ^= (top >> i & 1) == 0 ? 0 : GENERATOR[i];
    }
    return next;
  }
}
