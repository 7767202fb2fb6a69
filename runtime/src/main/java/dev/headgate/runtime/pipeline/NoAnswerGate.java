package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.TextSink;

/// Holds back the beginning of a generated answer until it is certain that it is not [#NO_ANSWER],
/// by which a model says that the documents do not tell. So a caller of a stream never sees the
/// word.
final class NoAnswerGate implements TextSink {
  /// What a prompt asks the model to write instead of a guess.
  static final String NO_ANSWER = "NO_ANSWER";

  private final TextSink out;
  private final StringBuilder held = new StringBuilder();
  private boolean open;

  NoAnswerGate(TextSink out) {
    this.out = out;
  }

  @Override
  public void accept(String delta) {
    if (open) {
      out.accept(delta);
      return;
    }
    held.append(delta);
    var begun = held.toString().stripLeading();
    if (!NO_ANSWER.startsWith(begun) && !begun.startsWith(NO_ANSWER)) {
      release();
    }
  }

  /// The model has ended. True if it said that it has no answer; otherwise what was held has been
  /// let through.
  boolean endedWithoutAnswer() {
    if (open) {
      return false;
    }
    if (held.toString().strip().startsWith(NO_ANSWER) || held.toString().isBlank()) {
      return true;
    }
    release();
    return false;
  }

  /// Whether the caller has seen any of it.
  boolean isOpen() {
    return open;
  }

  private void release() {
    open = true;
    out.accept(held.toString());
    held.setLength(0);
  }
}
