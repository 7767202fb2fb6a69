package dev.headgate.kernel.dialects;

/// What must be known of a request before it is let in, in any dialect.
///
/// @param bytes of the request's body: an upper bound of its text
/// @param messages and other pieces that providers count an allowance for
/// @param tools declared
/// @param mediaItems images, sounds and files, which may count more than their bytes
/// @param output most tokens that may be written
public record RequestFacts(int bytes, int messages, int tools, int mediaItems, Output output) {
  /// @param maxTokens most output tokens of one choice, 0 if the caller set no bound
  /// @param choices how many answers are wanted
  /// @param stream whether they are wanted piece by piece
  public record Output(int maxTokens, int choices, boolean stream) {}
}
