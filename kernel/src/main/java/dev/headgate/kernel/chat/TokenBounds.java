package dev.headgate.kernel.chat;

/// How many tokens a model takes, as far as that is known. A request that asks for more is refused.
///
/// @param output the most that it writes, 0 if unknown
/// @param window the most that it reads and writes together, 0 if unknown
public record TokenBounds(int output, int window) {
  public static final TokenBounds UNKNOWN = new TokenBounds(0, 0);
}
