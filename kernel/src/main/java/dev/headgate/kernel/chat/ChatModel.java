package dev.headgate.kernel.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A provider as a canonical conversation partner. Thread-safe.
public interface ChatModel {
  /// Sends the request and hands over the answer as it arrives. Returns when the provider has said
  /// why it stopped; a stream that ends without saying so throws
  /// [dev.headgate.kernel.errors.CallFailed] with `PROVIDER_TRUNCATED`.
  Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation);

  /// Names of what [#chat] leaves out of the request, as
  /// [dev.headgate.kernel.dialects.ChatCodec#ignored] has it.
  default List<String> ignored(ChatRequest request) {
    return List.of();
  }

  /// The request to go on from an answer that was begun, to a model that goes on with an
  /// assistant's message; empty if it would begin anew, or refuse.
  default Optional<ChatRequest> continuing(ChatRequest request, String begun) {
    var messages = new ArrayList<>(request.messages());
    messages.add(new ChatMessage(Role.ASSISTANT, begun));
    return Optional.of(request.with(messages));
  }

  /// What a model takes at most.
  default TokenBounds bounds(String model) {
    return TokenBounds.UNKNOWN;
  }

  /// Whether that message is all which such a model needs.
  default boolean continuesPlainly(String model) {
    return true;
  }
}
