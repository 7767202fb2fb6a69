package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.TextSink;
import dev.headgate.kernel.contracts.DocumentReader;
import dev.headgate.kernel.contracts.Reading;
import java.util.function.BiConsumer;

/// One attempt of a model at an answer that follows a contract, while it is written.
final class Draft implements TextSink {
  private final DocumentReader reader;
  private final BiConsumer<StringBuilder, String> append;
  private final StringBuilder text = new StringBuilder();

  /// @param append adds a piece to a text, or throws if that gets too long
  Draft(DocumentReader reader, BiConsumer<StringBuilder, String> append) {
    this.reader = reader;
    this.append = append;
  }

  @Override
  public void accept(String delta) {
    append.accept(text, delta);
    var wrong = reader.accept(delta);
    if (wrong.isPresent()) {
      throw new GivenUp(wrong.get());
    }
  }

  /// What was written so far.
  String text() {
    return text.toString();
  }

  Reading end() {
    return reader.end();
  }

  boolean hasNoAnswer() {
    return text.isEmpty() || text.toString().strip().startsWith(NoAnswerGate.NO_ANSWER);
  }
}
