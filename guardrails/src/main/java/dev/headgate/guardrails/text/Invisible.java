package dev.headgate.guardrails.text;

/// Characters that a reader does not see and a model reads.
final class Invisible {
  /// Why a code point is invisible.
  enum Why {
    NOT,
    TAG,
    DIRECTION,
    ZERO_WIDTH,
    CONTROL,
    VARIATION
  }

  private Invisible() {}

  static Why why(int codePoint) {
    if (codePoint < 0x80) {
      return isControl(codePoint) ? Why.CONTROL : Why.NOT;
    }
    return switch (codePoint) {
      case 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069 -> Why.DIRECTION;
      case 0x00AD,
          0x034F,
          0x115F,
          0x1160,
          0x17B4,
          0x17B5,
          0x180E,
          0x200B,
          0x200C,
          0x200D,
          0x2060,
          0x2061,
          0x2062,
          0x2063,
          0x2064,
          0x3164,
          0xFEFF,
          0xFFA0 ->
          Why.ZERO_WIDTH;
      default -> rarer(codePoint);
    };
  }

  private static Why rarer(int codePoint) {
    if (codePoint >= 0xE0000 && codePoint <= 0xE007F) {
      return Why.TAG;
    }
    if (codePoint >= 0xE0100 && codePoint <= 0xE01EF) {
      return Why.VARIATION;
    }
    return codePoint < 0xA0 ? Why.CONTROL : Why.NOT;
  }

  private static boolean isControl(int c) {
    return (c < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f') || c == 0x7F;
  }
}
