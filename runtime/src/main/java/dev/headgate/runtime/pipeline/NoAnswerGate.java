package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.TextSink;

/// Holds back the beginning of a generated answer until it is certain that it is not [#NO_ANSWER],
/// by which a model says that the documents do not tell. So a caller of a stream never sees the
/// word. Blanks at the beginning are dropped.
final class NoAnswerGate implements TextSink {
  /// What a prompt asks the model to write instead of a guess.
  static final String NO_ANSWER = "NO_ANSWER";

  private final TextSink out;
  private final StringBuilder held = new StringBuilder();
  private State state = State.HOLDING;

  private enum State {
    HOLDING,
    OPEN,
    NO_ANSWER
  }

  NoAnswerGate(TextSink out) {
    this.out = out;
  }

  @Override
  public void accept(String delta) {
    switch (state) {
      case OPEN -> out.accept(delta);
      case HOLDING -> hold(delta);
      case NO_ANSWER -> {} // Whatever it says after that is no answer either.
    }
  }

  private void hold(String delta) {
    held.append(held.isEmpty() ? delta.stripLeading() : delta);
    if (held.length() < NO_ANSWER.length()) {
      if (!NO_ANSWER.startsWith(held.toString())) {
        release();
      }
    } else if (held.indexOf(NO_ANSWER) == 0) {
      state = State.NO_ANSWER;
    } else {
      release();
    }
  }

  /// The model has ended. True if it said that it has no answer, or nothing; otherwise what was
  /// held has been let through.
  boolean endedWithoutAnswer() {
    if (state == State.HOLDING && !held.isEmpty()) {
      release();
    }
    return state != State.OPEN;
  }

  /// Whether the caller has seen any of it.
  boolean isOpen() {
    return state == State.OPEN;
  }

  private void release() {
    state = State.OPEN;
    out.accept(held.toString());
  }
}
