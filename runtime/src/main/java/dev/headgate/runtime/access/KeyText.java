package dev.headgate.runtime.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/// The text of a key that Headgate makes: `hg_live_`, 256 bits of chance in base 62, and a checksum
/// by which scanners of secrets tell a real key from a random text.
public final class KeyText {
  public static final String PREFIX = "hg_live_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_BYTES = 32;
  private static final int RANDOM_DIGITS = 43;
  private static final int CHECKSUM_DIGITS = 6;
  private static final int HINT_CHARACTERS = 4;

  private KeyText() {}

  /// @param random must not be predictable
  static String make(RandomGenerator random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    var body = PREFIX + digits(new BigInteger(1, bytes), RANDOM_DIGITS);
    return body + checksum(body);
  }

  /// Whether the text can be a key of Headgate's making at all.
  public static boolean isWellFormed(String text) {
    var body = text.length() - CHECKSUM_DIGITS;
    return text.startsWith(PREFIX)
        && body == PREFIX.length() + RANDOM_DIGITS
        && text.substring(body).equals(checksum(text.substring(0, body)));
  }

  /// The end of a key, which tells it from others and opens nothing.
  static String hint(String text) {
    return text.substring(text.length() - HINT_CHARACTERS);
  }

  private static String checksum(String body) {
    var crc = new CRC32C();
    crc.update(body.getBytes(US_ASCII));
    return digits(BigInteger.valueOf(crc.getValue()), CHECKSUM_DIGITS);
  }

  private static String digits(BigInteger number, int length) {
    var base = BigInteger.valueOf(DIGITS.length());
    var text = new char[length];
    var rest = number;
    for (int i = length - 1; i >= 0; i--) {
      var both = rest.divideAndRemainder(base);
      text[i] = DIGITS.charAt(both[1].intValue());
      rest = both[0];
    }
    return new String(text);
  }
}
