package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Reads the `messages` of a request.
final class RequestMessages {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;

  private RequestMessages() {}

  static List<ChatMessage> read(Fields request) {
    if (!request.has("messages")) {
      throw request.wrong("messages", "a list of messages");
    }
    var written = request.array("messages");
    var messages = new ArrayList<ChatMessage>(written.size());
    for (int i = 0; i < written.size(); i++) {
      messages.add(message(Fields.of("messages[" + i + "]", written.get(i))));
    }
    return messages;
  }

  private static ChatMessage message(Fields message) {
    var name = message.textOrEmpty("role");
    var role =
        Roles.find(name)
            .orElseThrow(() -> message.wrong("role", "system, developer, user, assistant or tool"));
    if (role == Role.TOOL) {
      return toolResult(message, name);
    }
    var parts = new ArrayList<Part>();
    readReasoning(message, parts);
    parts.addAll(content(message));
    var refusal = message.text("refusal");
    if (refusal != null) {
      parts.add(new Part.Refusal(refusal, Extras.NONE));
    }
    readToolCalls(message, parts);
    return new ChatMessage(role, parts, message.rest(OWN));
  }

  private static ChatMessage toolResult(Fields message, String role) {
    var result =
        new Part.ToolResult(
            message.textOrEmpty("tool_call_id"),
            message.textOrEmpty("name"),
            content(message),
            false,
            Extras.NONE);
    if (role.equals(Roles.FUNCTION)) {
      message.leave("role", new Json.Text(role));
    }
    return new ChatMessage(Role.TOOL, List.of(result), message.rest(OWN));
  }

  private static List<Part> content(Fields message) {
    if (message.peek("content") instanceof Json.Arr(var elements) && elements.isEmpty()) {
      return List.of();
    }
    return Parts.read(message.at("content"), message.take("content"));
  }

  private static void readReasoning(Fields message, List<Part> parts) {
    for (var member : ReasoningMember.NAMES) {
      if (message.peek(member) instanceof Json.Text(var text)) {
        message.take(member);
        parts.add(new Part.Reasoning(text, "", Extras.NONE));
        return;
      }
    }
  }

  private static void readToolCalls(Fields message, List<Part> parts) {
    var calls = message.array("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      var call = Fields.of(message.at("tool_calls[" + i + "]"), calls.get(i));
      parts.add(ToolCalls.read(call.left()));
    }
    if (message.has(ToolCalls.OLDER)) {
      parts.add(ToolCalls.readOlder(message.object(ToolCalls.OLDER)));
    }
  }
}
