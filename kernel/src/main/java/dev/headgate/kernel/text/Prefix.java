package dev.headgate.kernel.text;

/// The beginning of a text, with no half of a character at its end.
public final class Prefix {
  private Prefix() {}

  /// @param maxLength in UTF-16 units
  public static String of(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    var splits = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
    return text.substring(0, splits ? maxLength - 1 : maxLength);
  }
}
