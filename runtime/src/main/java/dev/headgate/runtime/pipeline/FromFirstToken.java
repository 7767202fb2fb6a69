package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Part;
import java.util.ArrayList;
import java.util.List;

/// Holds back the frame of an answer until its first piece, so that a call whose answer breaks
/// before can begin anew. Not thread-safe.
final class FromFirstToken implements ChatSink {
  private final ChatSink sink;
  private final boolean showsUsage;
  private final Runnable onFirstEvent;
  private final Runnable onFirstToken;
  private final List<ChatEvent> held = new ArrayList<>();
  private boolean begun;
  private boolean open;

  FromFirstToken(ChatSink sink, boolean showsUsage, Runnable onFirstToken) {
    this(sink, showsUsage, () -> {}, onFirstToken);
  }

  /// @param onFirstEvent when it is known that there is an answer
  FromFirstToken(ChatSink sink, boolean showsUsage, Runnable onFirstEvent, Runnable onFirstToken) {
    this.sink = sink;
    this.showsUsage = showsUsage;
    this.onFirstEvent = onFirstEvent;
    this.onFirstToken = onFirstToken;
  }

  @Override
  public void accept(ChatEvent event) {
    begin();
    if (event instanceof ChatEvent.Used && !showsUsage) {
      return;
    }
    if (open) {
      sink.accept(event);
      return;
    }
    held.add(event);
    if (isToken(event)) {
      onFirstToken.run();
      release();
    }
  }

  /// Whether something has gone on.
  boolean isOpen() {
    return open;
  }

  /// Hands over what is held.
  void release() {
    begin();
    open = true;
    held.forEach(sink::accept);
    held.clear();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      onFirstEvent.run();
    }
  }

  /// Whether it brings a piece of the answer, and not its frame.
  static boolean isToken(ChatEvent event) {
    return switch (event) {
      case ChatEvent.PartBegan(_, _, Part.Text(var text, _)) -> !text.isEmpty();
      case ChatEvent.PartBegan(_, _, Part.Reasoning(var text, _, _)) -> !text.isEmpty();
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.ChoiceEnded _ -> true;
      case ChatEvent.Began _, ChatEvent.Learned _, ChatEvent.Used _ -> false;
    };
  }
}
