package dev.headgate.runtime.pipeline.told;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.pipeline.calls.Translation;
import java.util.Optional;

/// What an answer had said before it broke, as far as it can be continued: one choice, thoughts,
/// and one text that is still growing. Not thread-safe.
public final class Told implements ChatSink {
  private final StringBuilder text = new StringBuilder();
  private int parts;
  private int textPart = -1;
  private boolean isContinuable = true;

  /// What a caller has got, read from its bytes; empty if nobody else can go on from there.
  public static Optional<Told> of(EventLog log, Translation translation) {
    if (log.isFull()) {
      return Optional.empty();
    }
    var told = new Told();
    try {
      log.replay(translation.decoder(told)::accept);
      return told.isContinuable() && translation.resuming(log::replay, (_, _, _) -> {}).isPresent()
          ? Optional.of(told)
          : Optional.empty();
    } catch (CallFailed _) {
      return Optional.empty();
    }
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.PartBegan(var choice, var part, var known) -> {
        isContinuable &= choice == 0;
        parts = Math.max(parts, part + 1);
        begin(part, known);
      }
      case ChatEvent.Grew(var choice, var part, var delta) -> {
        isContinuable &= choice == 0;
        if (part == textPart) {
          text.append(delta);
        }
      }
      case ChatEvent.ChoiceEnded _ -> isContinuable = false;
      case ChatEvent.Began _, ChatEvent.Learned _, ChatEvent.Used _ -> {}
    }
  }

  private void begin(int part, Part known) {
    switch (known) {
      case Part.Text(var begin, _) -> {
        isContinuable &= textPart < 0;
        textPart = part;
        text.append(begin);
      }
      case Part.Reasoning _ -> isContinuable &= textPart < 0;
      case Part.Refusal _,
          Part.Image _,
          Part.Audio _,
          Part.File _,
          Part.ToolCall _,
          Part.ToolResult _,
          Part.Foreign _ ->
          isContinuable = false;
    }
  }

  /// Whether somebody else may go on.
  public boolean isContinuable() {
    return isContinuable;
  }

  public String text() {
    return text.toString();
  }

  /// The text's number, or the next free one if there is none yet.
  int textPart() {
    return textPart < 0 ? parts : textPart;
  }

  /// Whether a model that goes on from the text can be told from one that begins anew.
  public boolean isLongEnoughToGoOnFrom() {
    return text.length() >= Agreeing.PROBE_CHARACTERS;
  }

  boolean hasText() {
    return textPart >= 0;
  }

  int parts() {
    return parts;
  }
}
