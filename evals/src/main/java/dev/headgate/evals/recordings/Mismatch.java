package dev.headgate.evals.recordings;

import java.util.Optional;

/// A check of a replay that did not hold.
final class Mismatch extends Exception {
  private static final long serialVersionUID = 1;

  private final String check;

  Mismatch(String check, String why) {
    super(why);
    this.check = check;
  }

  static void ifAny(String check, Optional<String> why) throws Mismatch {
    if (why.isPresent()) {
      throw new Mismatch(check, why.get());
    }
  }

  /// Which one, such as `answer in gemini`.
  String check() {
    return check;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
