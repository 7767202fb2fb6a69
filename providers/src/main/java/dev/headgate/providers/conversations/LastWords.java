package dev.headgate.providers.conversations;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.providers.wire.ServedTier;
import org.jspecify.annotations.Nullable;

/// Passes an answer on and keeps how it ended, of the first choice. Not thread-safe.
final class LastWords implements ChatSink {
  private final ChatSink next;
  private String id = "";
  private String model;
  private Usage usage = Usage.NONE;
  private final ServedTier tier = new ServedTier();
  private @Nullable FinishReason reason;

  /// @param model for an answer that does not name its own
  LastWords(ChatSink next, String model) {
    this.next = next;
    this.model = model;
  }

  @Override
  public void accept(ChatEvent event) {
    tier.accept(event);
    switch (event) {
      case ChatEvent.Began(var began, var answering, _) -> {
        id = began.isEmpty() ? id : began;
        model = answering.isEmpty() ? model : answering;
      }
      case ChatEvent.ChoiceEnded(var choice, var ended, _) -> {
        if (choice == 0) {
          reason = ended;
        }
      }
      case ChatEvent.Used(var used, _) -> usage = used;
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.Learned _ -> {}
    }
    next.accept(event);
  }

  Completion completion() {
    return new Completion(
        model, id, reason == null ? FinishReason.STOP : reason, usage, tier.name());
  }
}
