package dev.headgate.guardrails.pii;

import java.util.Locale;

/// The arithmetic of check digits.
final class Checksums {
  // Verhoeff, "Error Detecting Decimal Codes", 1969: the dihedral group D5 and its permutation.
  private static final String[] VERHOEFF_TIMES = {
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210"
  };
  private static final String[] VERHOEFF_PERMUTED = {
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258"
  };

  private Checksums() {}

  static int[] digits(String value) {
    return value.chars().filter(c -> c >= '0' && c <= '9').map(c -> c - '0').toArray();
  }

  static String code(String value) {
    var code = new StringBuilder(value.length());
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c < 128 && Character.isLetterOrDigit(c)) {
        code.append(c);
      }
    }
    return code.toString().toUpperCase(Locale.ROOT);
  }

  // ISO/IEC 7812-1.
  static boolean luhn(int[] digits) {
    return digits.length > 1 && luhnSum(digits) % 10 == 0;
  }

  static int luhnSum(int[] digits) {
    var sum = 0;
    for (var i = 0; i < digits.length; i++) {
      var digit = digits[digits.length - 1 - i];
      if (i % 2 == 1) {
        digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      }
      sum += digit;
    }
    return sum;
  }

  static boolean verhoeff(int[] digits) {
    var check = 0;
    for (var i = 0; i < digits.length; i++) {
      var permuted = VERHOEFF_PERMUTED[i % 8].charAt(digits[digits.length - 1 - i]) - '0';
      check = VERHOEFF_TIMES[check].charAt(permuted) - '0';
    }
    return check == 0;
  }

  /// The sum of digits, each times its weight.
  static int weighted(int[] digits, int... weights) {
    var sum = 0;
    for (var i = 0; i < weights.length; i++) {
      sum += digits[i] * weights[i];
    }
    return sum;
  }

  /// The same of the sums of the products' digits.
  static int crossWeighted(int[] digits, int... weights) {
    var sum = 0;
    for (var i = 0; i < weights.length; i++) {
      var product = digits[i] * weights[i];
      sum += product / 10 + product % 10;
    }
    return sum;
  }

  // ISO 7064, MOD 97-10, letters as 10 to 35.
  static int mod97(String code) {
    var rest = 0;
    for (var i = 0; i < code.length(); i++) {
      var value = Character.digit(code.charAt(i), 36);
      rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
    }
    return rest;
  }

  // ISO 7064, MOD 11-10, over all digits but the last.
  static boolean mod1110(int[] digits) {
    var product = 10;
    for (var i = 0; i < digits.length - 1; i++) {
      var sum = (digits[i] + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == digits[digits.length - 1];
  }

  static boolean allEqual(int[] digits) {
    for (var digit : digits) {
      if (digit != digits[0]) {
        return false;
      }
    }
    return true;
  }

  static boolean isDay(int day, int month) {
    return month >= 1
        && month <= 12
        && day >= 1
        && day
            <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
  }
}
