package dev.headgate.kernel.chat;

/// Takes an answer piece by piece, as it arrives. May throw [dev.headgate.kernel.errors.CallFailed]
/// to stop the generation.
@FunctionalInterface
public interface ChatSink {
  void accept(ChatEvent event);

  /// Hands over the text of the first choice and nothing else.
  static ChatSink ofText(TextSink sink) {
    return new FirstText(sink);
  }
}
