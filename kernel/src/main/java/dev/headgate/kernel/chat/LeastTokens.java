package dev.headgate.kernel.chat;

import java.util.HashSet;
import java.util.Set;

/// The fewest output tokens that an answer can have taken so far, told from its pieces as they
/// pass. It counts from below: an answer that keeps to its bound never seems to go beyond it. What
/// the provider reports meanwhile counts if it is more. It stands still once a choice has ended:
/// then there is nothing left to stop. Not thread-safe.
public final class LeastTokens implements ChatSink {
  // A model writes in tokens, so a piece of text is one at least. No word is a longer token; long
  // runs of one character are, but no answer is made of those alone.
  private static final int BYTES_OF_ONE = 32;
  private static final int BYTES_OF_ANOTHER = 16;

  // As many events of a stream may look like text and be none.
  private static final int FRAMES = 4;

  // Parts that are no text, and so have no known size in tokens.
  private final Set<Long> opaque = new HashSet<>();
  private long seen;
  private long reported;
  private boolean ended;

  public long count() {
    return Math.max(seen - FRAMES, reported);
  }

  /// A piece of text, thought or arguments.
  ///
  /// @param bytes of it, at most as many as in UTF-8
  public void piece(long bytes) {
    if (ended) {
      return;
    }
    seen += 1 + Math.max(0, bytes - BYTES_OF_ONE) / BYTES_OF_ANOTHER;
  }

  /// @param tokens written so far, as the provider counts
  public void reported(long tokens) {
    if (!ended) {
      reported = Math.max(reported, tokens);
    }
  }

  /// The answer has said why it ended.
  public void end() {
    ended = true;
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.PartBegan(var choice, var part, var known) -> begin(choice, part, known);
      case ChatEvent.Grew(var choice, var part, var delta) -> {
        if (opaque.isEmpty() || !opaque.contains(number(choice, part))) {
          text(delta);
        }
      }
      case ChatEvent.Used(var usage, _) -> reported(usage.output().total());
      case ChatEvent.ChoiceEnded _ -> end();
      case ChatEvent.Began _, ChatEvent.Learned _ -> {}
    }
  }

  private void begin(int choice, int part, Part known) {
    switch (known) {
      case Part.Text(var text, _) -> text(text);
      case Part.Reasoning(var text, _, _) -> text(text);
      case Part.ToolCall _ -> piece(0);
      case Part.Refusal _ -> {}
      case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> {
        var _ = opaque.add(number(choice, part));
      }
    }
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      piece(text.length());
    }
  }

  private static long number(int choice, int part) {
    return (long) choice << Integer.SIZE | part;
  }
}
