package dev.headgate.kernel.chat;

/// A provider as a canonical conversation partner. Thread-safe.
public interface ChatModel {
  /// Sends the request and hands over the answer as it arrives. Returns when the provider has said
  /// why it stopped; a stream that ends without saying so throws
  /// [dev.headgate.kernel.errors.CallFailed] with `PROVIDER_TRUNCATED`.
  Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation);
}
