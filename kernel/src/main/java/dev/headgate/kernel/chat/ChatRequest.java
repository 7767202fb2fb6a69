package dev.headgate.kernel.chat;

import java.util.List;

/// A conversation to be continued by a model.
///
/// @param model the provider's own name of the model
public record ChatRequest(String model, List<ChatMessage> messages, ChatSettings settings) {
  public ChatRequest {
    messages = List.copyOf(messages);
  }
}
