package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatEvent.Began;
import dev.headgate.kernel.chat.ChatEvent.ChoiceEnded;
import dev.headgate.kernel.chat.ChatEvent.Grew;
import dev.headgate.kernel.chat.ChatEvent.Learned;
import dev.headgate.kernel.chat.ChatEvent.PartBegan;
import dev.headgate.kernel.chat.ChatEvent.Used;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Part;
import dev.headgate.runtime.guardrails.PiiRestorer;
import dev.headgate.runtime.guardrails.PiiVault;
import java.util.Map;
import java.util.TreeMap;

/// Gives the pieces of an answer back what was taken out of the call: texts, refusals, and the
/// arguments of tool calls, which are JSON. What a model thought keeps its placeholders, since its
/// provider may have signed it. For one thread.
final class RestoringEvents implements ChatSink {
  private final PiiVault vault;
  private final ChatSink out;

  // The last part of every choice; an earlier one does not grow any more.
  private final Map<Integer, Growing> growing = new TreeMap<>();

  RestoringEvents(PiiVault vault, ChatSink out) {
    this.vault = vault;
    this.out = out;
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case PartBegan(var choice, var part, var known) -> {
        end(choice);
        begin(choice, part, known);
      }
      case Grew(var choice, var part, var delta) -> {
        var last = growing.get(choice);
        if (last != null && last.part == part) {
          last.restorer.accept(delta);
        } else {
          out.accept(event);
        }
      }
      case ChoiceEnded ended -> {
        end(ended.choice());
        out.accept(event);
      }
      case Began _, Learned _, Used _ -> out.accept(event);
    }
  }

  /// The answer has ended.
  void end() {
    growing.values().forEach(it -> it.restorer.end());
    growing.clear();
  }

  private void end(int choice) {
    var last = growing.remove(choice);
    if (last != null) {
      last.restorer.end();
    }
  }

  private void begin(int choice, int part, Part known) {
    switch (known) {
      case Part.Text(var text, var extras) -> {
        out.accept(new PartBegan(choice, part, new Part.Text("", extras)));
        grow(choice, part, false, text);
      }
      case Part.Refusal(var text, var extras) -> {
        out.accept(new PartBegan(choice, part, new Part.Refusal("", extras)));
        grow(choice, part, false, text);
      }
      case Part.ToolCall(var id, var name, var arguments, var extras) -> {
        out.accept(new PartBegan(choice, part, new Part.ToolCall(id, name, "", extras)));
        grow(choice, part, true, arguments);
      }
      case Part.Reasoning _,
          Part.Image _,
          Part.Audio _,
          Part.File _,
          Part.ToolResult _,
          Part.Foreign _ ->
          out.accept(new PartBegan(choice, part, known));
    }
  }

  private void grow(int choice, int part, boolean isJson, String text) {
    var last = new Growing(choice, part, isJson);
    growing.put(choice, last);
    if (!text.isEmpty()) {
      last.restorer.accept(text);
    }
  }

  /// A part that may still grow.
  private final class Growing {
    private final int part;
    private final PiiRestorer restorer;

    Growing(int choice, int part, boolean isJson) {
      this.part = part;
      this.restorer =
          isJson
              ? PiiRestorer.ofJson(vault, delta -> out.accept(new Grew(choice, part, delta)))
              : new PiiRestorer(vault, delta -> out.accept(new Grew(choice, part, delta)));
    }
  }
}
