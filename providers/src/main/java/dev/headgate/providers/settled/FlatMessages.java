package dev.headgate.providers.settled;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.wire.ForeignWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A conversation for dialects in which every tool result is a message of its own. Not thread-safe.
public final class FlatMessages {
  private final Dialect own;
  private final Map<String, String> toolNames = new HashMap<>();

  public FlatMessages(Dialect own) {
    this.own = own;
  }

  /// The same conversation, one result a message.
  public List<ChatMessage> of(List<ChatMessage> messages) {
    var flat = new ArrayList<ChatMessage>();
    for (var message : messages) {
      var others = new ArrayList<Part>();
      for (var part : message.parts()) {
        switch (part) {
          case Part.ToolResult result -> flat.add(new ChatMessage(Role.TOOL, List.of(result)));
          case Part.ToolCall call -> {
            toolNames.put(call.id(), call.name());
            others.add(call);
          }
          case Part.Text _, Part.Refusal _, Part.Reasoning _, Part.Image _ -> others.add(part);
          case Part.Audio _, Part.File _, Part.Foreign _ -> others.add(part);
        }
      }
      if (!others.isEmpty() || message.parts().isEmpty()) {
        flat.add(new ChatMessage(message.role(), others, message.extras()));
      }
    }
    return flat;
  }

  /// The name of the tool that a result comes from.
  ///
  /// @throws CallFailed `INVALID_REQUEST` if nothing tells
  public String toolName(Part.ToolResult result, String path) {
    if (!result.name().isEmpty()) {
      return result.name();
    }
    var name = toolNames.get(result.callId());
    if (name == null) {
      throw CallFailed.invalid(
          path,
          "the tool result at \"%s\" answers no tool call of the conversation; send the call too"
              .formatted(path));
    }
    return name;
  }

  /// The texts of a result.
  ///
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` for anything else in it
  public String text(Part.ToolResult result, String path) {
    var text = new StringBuilder();
    for (var part : result.content()) {
      if (!(part instanceof Part.Text(var said, _))) {
        throw ForeignWords.unsupported(path, own);
      }
      text.append(said);
    }
    return text.toString();
  }
}
