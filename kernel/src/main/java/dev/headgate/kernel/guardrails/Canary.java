package dev.headgate.kernel.guardrails;

/// A token that is put into what a model is told, so that it is known again where it should not be.
///
/// @param token letters only, lower case; empty if there is none
public record Canary(String token) {
  public static final Canary NONE = new Canary("");

  // Consonants, so that no token is a word.
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz";
  private static final int LENGTH = 24;

  /// The token of a hash, about 100 bits of it.
  ///
  /// @param hash at least 24 bytes
  public static Canary of(byte[] hash) {
    var token = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      token.append(LETTERS.charAt((hash[i] & 0xff) % LETTERS.length()));
    }
    return new Canary(token.toString());
  }

  public boolean isNone() {
    return token.isEmpty();
  }

  /// The line that carries it: a comment, which asks the model for nothing.
  public String line() {
    return "<!-- " + token + " -->";
  }
}
