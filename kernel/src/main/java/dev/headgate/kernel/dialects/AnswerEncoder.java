package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.ChatSink;

/// Turns events into the bytes of a streamed answer, one flush an event. Not thread-safe.
public interface AnswerEncoder extends ChatSink {
  /// The `Content-Type` of what it writes.
  String contentType();

  /// Ends an answer that is whole.
  void end();

  /// Ends an answer that is not, with an error in the stream that no client takes for an end.
  void fail(WireError error);
}
