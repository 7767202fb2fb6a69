package dev.headgate.kernel.chat;

import dev.headgate.kernel.json.Json;
import java.util.List;

/// A piece of a message, asked or answered.
public sealed interface Part {
  /// What only the dialect it came in has a word for: cache marks, citations, signatures.
  Extras extras();

  record Text(String text, Extras extras) implements Part {
    public Text(String text) {
      this(text, Extras.NONE);
    }
  }

  /// The model says why it does not answer.
  record Refusal(String text, Extras extras) implements Part {}

  /// What the model thought.
  ///
  /// @param text shown thoughts, empty if they are hidden
  /// @param signature by which the provider knows its thoughts again, empty if it gave none
  record Reasoning(String text, String signature, Extras extras) implements Part {}

  /// @param detail how closely to look, in OpenAI's words; empty if the caller did not say
  record Image(MediaSource source, String detail, Extras extras) implements Part {}

  /// @param format such as `wav`
  record Audio(MediaSource source, String format, Extras extras) implements Part {}

  /// @param name empty if it has none
  record File(MediaSource source, String name, Extras extras) implements Part {}

  /// The model asks for a tool.
  ///
  /// @param id empty where the dialect has none
  /// @param arguments as the model wrote them: usually the text of a JSON object, not always a good
  ///   one
  record ToolCall(String id, String name, String arguments, Extras extras) implements Part {}

  /// What a tool gave back.
  ///
  /// @param callId the id of the call, empty where the dialect has none
  /// @param name of the tool, empty where the dialect does not say
  record ToolResult(String callId, String name, List<Part> content, boolean failed, Extras extras)
      implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /// A piece that only one dialect knows, whole: a search that the provider ran, a reference to an
  /// item it keeps.
  record Foreign(Dialect dialect, Json.Obj json) implements Part {
    @Override
    public Extras extras() {
      return Extras.NONE;
    }
  }
}
