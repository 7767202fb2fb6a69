package dev.headgate.guardrails.leaks;

import dev.headgate.guardrails.text.Reading;
import dev.headgate.kernel.guardrails.Canary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Finds a canary in a text, however it is spelled there: with anything between its letters,
/// backwards, with turned letters, in hexadecimal digits or in base64.
final class CanarySearch {
  private final List<String> letters = new ArrayList<>();
  private final List<String> digits = new ArrayList<>();

  CanarySearch(Canary canary) {
    var token = canary.token();
    if (canary.isNone()) {
      return;
    }
    letters.add(token);
    letters.add(new StringBuilder(token).reverse().toString());
    letters.add(Reading.turned(token));
    var bytes = token.getBytes(StandardCharsets.US_ASCII);
    digits.add(HexFormat.of().formatHex(bytes));
    for (int shift = 0; shift < 3; shift++) {
      digits.add(base64(bytes, shift));
    }
  }

  boolean isIn(String text) {
    if (letters.isEmpty()) {
      return false;
    }
    var onlyLetters = new StringBuilder(text.length());
    var onlyDigits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (isLetter) {
        onlyLetters.append(c);
      }
      if (isLetter || (c >= '0' && c <= '9') || c == '+' || c == '/') {
        onlyDigits.append(c);
      }
    }
    var said = onlyLetters.toString().toLowerCase(Locale.ROOT);
    var encoded = onlyDigits.toString();
    return letters.stream().anyMatch(said::contains)
        || digits.stream().anyMatch(encoded::contains)
        || encoded.toLowerCase(Locale.ROOT).contains(digits.getFirst());
  }

  /// What all texts in base64 have in common that have the bytes behind so many others, modulo
  /// three.
  private static String base64(byte[] bytes, int shift) {
    var shifted = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    // A digit that has bits of what stands before or behind is not the token's alone.
    var from = shift == 0 ? 0 : shift + 1;
    var to = shifted.length % 3 == 0 ? text.length() : text.length() - 1;
    return text.substring(from, to);
  }
}
