package dev.headgate.kernel.chat;

import java.util.List;

/// A whole answer.
///
/// @param responseId the provider's id of the answer, empty if it gave none
/// @param responseModel the model that answered, as the provider names it
public record ChatAnswer(
    String responseId, String responseModel, List<Choice> choices, Usage usage, Extras extras) {
  public ChatAnswer {
    choices = List.copyOf(choices);
  }

  /// One of the answers that were asked for.
  ///
  /// @param extras what only the dialect knows of how it ended: the provider's own word for the
  ///   reason, log probabilities
  public record Choice(int index, ChatMessage message, FinishReason finishReason, Extras extras) {}
}
