package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.runtime.guardrails.Guardrails;

/// Lets an answer through sentence by sentence, each once its guardrails have let it pass. Holds
/// back no more than a sentence, and no more than [#MAX_HELD] characters; all of it if a model has
/// to judge it as a whole.
///
/// What was let through stands: a block after that ends the stream.
final class CheckedText implements TextSink {
  /// A longer sentence is checked in pieces.
  private static final int MAX_HELD = 2_000;

  // What was said before is read with a sentence, since what is split over two says more together.
  private static final int MAX_BEFORE = 300;

  private final Checks checks;
  private final TextSink out;
  private final boolean isChecking;
  private final boolean isAsking;
  private final boolean waits;
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder whole = new StringBuilder();
  private String before = "";

  CheckedText(Checks checks, TextSink out) {
    var guardrails = checks.guardrails();
    this.checks = checks;
    this.out = out;
    this.isChecking = guardrails.checks(Stage.OUTPUT);
    this.isAsking = guardrails.asks(Stage.OUTPUT);
    this.waits = guardrails.judgesWholes();
  }

  /// @throws dev.headgate.kernel.errors.CallFailed `GUARDRAIL_BLOCKED`
  @Override
  public void accept(String delta) {
    if (!isChecking) {
      pass(delta);
      return;
    }
    held.append(delta);
    var end = lastEnd();
    if (end > 0) {
      check(end, false);
    }
  }

  /// The answer has ended.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `GUARDRAIL_BLOCKED`
  void end() {
    if (!held.isEmpty() || (isAsking && !whole.isEmpty())) {
      check(held.length(), true);
    }
    if (waits && !whole.isEmpty()) {
      out.accept(whole.toString());
    }
  }

  private void check(int end, boolean isLast) {
    var sentence = held.substring(0, end);
    held.delete(0, end);
    var text = sentence.isEmpty() ? "" : before + sentence;
    var checked = checks.output(text, isLast && isAsking ? whole + sentence : "");
    if (checked.blocking().isPresent()) {
      throw Guardrails.blocked(checked.blocking().get());
    }
    before = text.substring(Math.max(0, text.length() - MAX_BEFORE));
    var rest = checked.without(text, text.length() - sentence.length());
    if (!rest.isEmpty()) {
      pass(rest);
    }
  }

  private void pass(String text) {
    if (isAsking) {
      Generating.bounded(whole, text);
    }
    if (!waits) {
      out.accept(text);
    }
  }

  // Behind the last sentence that is whole; 0 if none is.
  private int lastEnd() {
    for (int i = held.length() - 1; i > 0; i--) {
      var c = held.charAt(i);
      var ends = c == '\n' || (c == ' ' && ".!?:;".indexOf(held.charAt(i - 1)) >= 0) || c == '。';
      if (ends) {
        return i + 1;
      }
    }
    if (held.length() < MAX_HELD) {
      return 0;
    }
    var space = held.lastIndexOf(" ");
    return space > 0 ? space + 1 : held.length();
  }
}
