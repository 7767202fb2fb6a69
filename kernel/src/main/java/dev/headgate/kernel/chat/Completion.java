package dev.headgate.kernel.chat;

/// How a model's answer ended. The text itself went to the sink.
///
/// @param responseModel the model that answered, as the provider names it
/// @param responseId the provider's id of the answer, empty if it gave none
/// @param tier at which it was served, as the provider names it; empty if it did not say
public record Completion(
    String responseModel, String responseId, FinishReason finishReason, Usage usage, String tier) {
  public Completion(
      String responseModel, String responseId, FinishReason finishReason, Usage usage) {
    this(responseModel, responseId, finishReason, usage, "");
  }

  /// The same with a tier that is known from elsewhere, unless the answer has said it itself.
  public Completion servedAt(String known) {
    return tier.isEmpty() && !known.isEmpty()
        ? new Completion(responseModel, responseId, finishReason, usage, known)
        : this;
  }

  public Completion withUsage(Usage other) {
    return new Completion(responseModel, responseId, finishReason, other, tier);
  }
}
