package dev.headgate.kernel.dialects;

/// Turns the bytes of a streamed answer into events, however they were split. Not thread-safe.
public interface AnswerDecoder {
  /// @throws dev.headgate.kernel.errors.CallFailed `PROVIDER_MALFORMED` for what is no answer, or
  ///   the provider's own error in the middle of one
  void accept(byte[] bytes, int from, int length);

  /// Whether the answer has said that it is complete, so that nothing more is awaited.
  boolean isWhole();

  /// The bytes have ended.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `PROVIDER_TRUNCATED` if the answer is not whole
  void end();
}
