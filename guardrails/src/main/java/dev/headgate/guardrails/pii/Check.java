package dev.headgate.guardrails.pii;

/// Judges what has the shape of an identifier.
@FunctionalInterface
interface Check {
  /// No checksum to compare: the shape alone counts.
  Check NONE = (value, score) -> score;

  /// How sure it is, 0 to drop it.
  ///
  /// @param value as written, with its separators
  /// @param score of the shape alone
  double judge(String value, double score);

  /// A checksum over the digits: certain if it holds, nothing if not.
  static Check digits(DigitCheck check) {
    return (value, _) -> check.holds(Checksums.digits(value)) ? 1 : 0;
  }

  /// A checksum over the letters and digits, in upper case, without separators.
  static Check code(CodeCheck check) {
    return (value, _) -> check.holds(Checksums.code(value)) ? 1 : 0;
  }

  /// A rule that only refuses.
  static Check unless(CodeCheck wrong) {
    return (value, score) -> wrong.holds(Checksums.code(value)) ? 0 : score;
  }

  /// A checksum that not every number keeps: certain if it holds, the shape's score if not.
  static Check maybe(CodeCheck check) {
    return (value, score) -> check.holds(Checksums.code(value)) ? 1 : score;
  }

  /// A rule of digits.
  @FunctionalInterface
  interface DigitCheck {
    boolean holds(int[] digits);
  }

  /// A rule of letters and digits.
  @FunctionalInterface
  interface CodeCheck {
    boolean holds(String code);
  }
}
