package dev.headgate.kernel.chat;

/// Makes the events of an answer that is one text and nothing else. Not thread-safe.
public final class OneText implements TextSink {
  private final ChatSink sink;
  private boolean begun;

  public OneText(ChatSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(String delta) {
    sink.accept(
        begun
            ? new ChatEvent.Grew(0, 0, delta)
            : new ChatEvent.PartBegan(0, 0, new Part.Text(delta)));
    begun = true;
  }
}
