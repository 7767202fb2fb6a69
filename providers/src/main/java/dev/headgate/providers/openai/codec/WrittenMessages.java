package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the `messages` of a request. What tools gave back becomes a message of its own for each.
final class WrittenMessages {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;

  private final Wording wording;
  private final List<Json> messages = new ArrayList<>();

  private WrittenMessages(Wording wording) {
    this.wording = wording;
  }

  static List<Json> write(List<ChatMessage> messages, Wording wording) {
    var written = new WrittenMessages(wording);
    for (int i = 0; i < messages.size(); i++) {
      written.add("messages[" + i + "]", messages.get(i));
    }
    return written.messages;
  }

  private void add(String path, ChatMessage message) {
    var extras = ForeignWords.own(message.extras(), OWN, path);
    var others = new ArrayList<Part>();
    for (var part : message.parts()) {
      if (part instanceof Part.ToolResult result) {
        messages.add(toolResult(path, result, extras));
      } else {
        others.add(part);
      }
    }
    if (others.size() == message.parts().size() || !others.isEmpty()) {
      messages.add(message(path, message.role(), others, extras));
    }
  }

  private static Json toolResult(String path, Part.ToolResult result, Json.Obj extras) {
    ForeignWords.own(result.extras(), OWN, path);
    return new ObjectBuilder()
        .put("role", "tool")
        .maybe("tool_call_id", result.callId())
        .maybe("name", result.name())
        .maybe("content", content(path + ".content", result.content()))
        .putAll(extras)
        .build();
  }

  private Json message(String path, Role role, List<Part> parts, Json.Obj extras) {
    var content = new ArrayList<Part>();
    var calls = new ArrayList<Json>();
    var out = new ObjectBuilder().put("role", Roles.name(role == Role.TOOL ? Role.USER : role));
    var thoughts = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Reasoning reasoning -> {
          if (isThinkingPart()) {
            content.add(reasoning);
          } else {
            thoughts.append(reasoning.text());
          }
        }
        case Part.Refusal(var text, _) -> out.put("refusal", text);
        case Part.ToolCall call when ToolCalls.isOlder(call) ->
            out.put(ToolCalls.OLDER, ToolCalls.writeOlder(call));
        case Part.ToolCall call -> calls.add(ToolCalls.write(call));
        case Part.Text _,
            Part.Image _,
            Part.Audio _,
            Part.File _,
            Part.ToolResult _,
            Part.Foreign _ ->
            content.add(part);
      }
    }
    return out.maybe("content", content(path + ".content", content))
        .maybe(wording.of(ReasoningMember.USUAL), thoughtText(thoughts))
        .maybe("tool_calls", calls)
        .putAll(extras)
        .build();
  }

  private boolean isThinkingPart() {
    return wording.of(ReasoningMember.USUAL).equals(ReasoningMember.THINKING);
  }

  // A provider that does not take thoughts back has no name for them; it would reject the member.
  private @Nullable String thoughtText(StringBuilder thoughts) {
    return wording.of(ReasoningMember.USUAL).isEmpty() ? null : thoughts.toString();
  }

  private static @Nullable Json content(String path, List<Part> parts) {
    if (parts.isEmpty()) {
      return null;
    }
    if (parts.size() == 1
        && parts.getFirst() instanceof Part.Text(var text, var extras)
        && extras.of(OWN).isEmpty()) {
      ForeignWords.own(extras, OWN, path);
      return new Json.Text(text);
    }
    var written = new ArrayList<Json>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      written.add(Parts.write(path + "[" + i + "]", parts.get(i)));
    }
    return new Json.Arr(written);
  }
}
