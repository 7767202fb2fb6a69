package dev.headgate.providers.openai;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.wire.ServedTier;
import org.jspecify.annotations.Nullable;

/// Hands events on and remembers how the answer ended, but none of its text. Not thread-safe.
final class ToldEnd implements ChatSink {
  private final ChatSink sink;
  private String id = "";
  private String model = "";
  private FinishReason finishReason = FinishReason.STOP;
  private @Nullable CallFailed refusal;
  private Usage usage = Usage.NONE;
  private final ServedTier tier = new ServedTier();

  ToldEnd(ChatSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(ChatEvent event) {
    tier.accept(event);
    switch (event) {
      case ChatEvent.Began(var newId, var newModel, _) -> {
        id = newId.isEmpty() ? id : newId;
        model = newModel.isEmpty() ? model : newModel;
      }
      case ChatEvent.ChoiceEnded(var choice, var reason, _) -> {
        if (choice == 0) {
          finishReason = reason;
        }
      }
      case ChatEvent.Used(var tokens, _) -> usage = tokens;
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.Learned _ -> {}
    }
    try {
      sink.accept(event);
    } catch (CallFailed e) {
      refusal = e;
      throw e;
    }
  }

  /// Whether it is the one who takes the answer that has failed.
  boolean isRefusal(CallFailed failure) {
    return failure == refusal;
  }

  Completion completion() {
    return new Completion(model, id, finishReason, usage, tier.name());
  }
}
