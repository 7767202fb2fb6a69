package dev.headgate.providers.conversations;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.wire.ServedTier;
import org.jspecify.annotations.Nullable;

/// Notes what an answer says about itself while it passes. Not thread-safe.
final class WatchedSink implements ChatSink {
  private final ChatSink sink;
  private String id = "";
  private String model;
  private @Nullable FinishReason reason;
  private Usage usage = Usage.NONE;
  private final ServedTier tier = new ServedTier();

  /// @param asked the model that was asked for, which counts if the answer names none
  WatchedSink(ChatSink sink, String asked) {
    this.sink = sink;
    this.model = asked;
  }

  @Override
  public void accept(ChatEvent event) {
    tier.accept(event);
    switch (event) {
      case ChatEvent.Began(var newId, var newModel, _) -> {
        id = newId.isEmpty() ? id : newId;
        model = newModel.isEmpty() ? model : newModel;
      }
      case ChatEvent.ChoiceEnded(var choice, var ended, _) -> {
        if (choice == 0 || reason == null) {
          reason = ended;
        }
      }
      case ChatEvent.Used(var used, _) -> usage = used;
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.Learned _ -> {}
    }
    sink.accept(event);
  }

  /// What the answer has said so far; one that has not ended counts as stopped.
  Completion soFar() {
    return new Completion(
        model, id, reason == null ? FinishReason.STOP : reason, usage, tier.name());
  }

  Completion completion() {
    if (reason == null) {
      throw new CallFailed(
          ErrorCode.PROVIDER_TRUNCATED,
          "the provider's answer ended without saying why; it is not whole");
    }
    return new Completion(model, id, reason, usage, tier.name());
  }
}
