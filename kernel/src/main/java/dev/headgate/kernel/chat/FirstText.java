package dev.headgate.kernel.chat;

import java.util.BitSet;

/// The text of the first choice.
final class FirstText implements ChatSink {
  private final TextSink sink;
  private final BitSet texts = new BitSet();

  FirstText(TextSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.PartBegan(var choice, var part, Part.Text(var text, _)) when choice == 0 -> {
        texts.set(part);
        say(text);
      }
      case ChatEvent.Grew(var choice, var part, var delta) when choice == 0 && texts.get(part) ->
          say(delta);
      case ChatEvent.Began _,
          ChatEvent.PartBegan _,
          ChatEvent.Grew _,
          ChatEvent.Learned _,
          ChatEvent.ChoiceEnded _,
          ChatEvent.Used _ -> {}
    }
  }

  private void say(String delta) {
    if (!delta.isEmpty()) {
      sink.accept(delta);
    }
  }
}
