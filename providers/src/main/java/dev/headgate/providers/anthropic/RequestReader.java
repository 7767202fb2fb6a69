package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.Members;
import dev.headgate.providers.wire.Turns;
import java.util.ArrayList;
import java.util.List;

/// A request's body becomes a canonical request.
final class RequestReader {
  private RequestReader() {}

  /// @param model where the body names none
  static ChatRequest read(Json.Obj body, String model) {
    var messages = new ArrayList<ChatMessage>();
    body.find("system")
        .ifPresent(system ->
            messages.add(new ChatMessage(Role.SYSTEM, BlockReader.content(system, "system"))));
    if (!(body.members().get("messages") instanceof Json.Arr(var turns))) {
      throw CallFailed.invalid("messages", "\"messages\" is missing, or is no list");
    }
    for (int i = 0; i < turns.size(); i++) {
      readTurn(turns.get(i), "messages[" + i + "]", messages);
    }
    return new ChatRequest(
        body.text("model").orElse(model),
        messages,
        body.isTrue("stream"),
        new ChatRequest.Options(
            settings(body), ToolWords.read(body), FormatWords.read(body), ThinkingWords.read(body)),
        Carried.of(ThinkingWords.withoutRead(FormatWords.withoutRead(body)), ANTHROPIC, READ));
  }

  private static final String[] READ = {
    "model",
    "messages",
    "system",
    "stream",
    "max_tokens",
    "stop_sequences",
    "temperature",
    "top_p",
    "top_k",
    "tools",
    "tool_choice"
  };

  private static void readTurn(Json turn, String where, List<ChatMessage> messages) {
    if (!(turn instanceof Json.Obj message)) {
      throw CallFailed.invalid(where, "\"" + where + "\" must be an object");
    }
    var extras = Carried.of(message, ANTHROPIC, "role", "content");
    var parts = BlockReader.content(message.find("content").orElse(Json.NULL), where + ".content");
    switch (message.text("role").orElse("")) {
      case "assistant" -> messages.add(new ChatMessage(Role.ASSISTANT, parts, extras));
      case "system" -> messages.add(new ChatMessage(Role.SYSTEM, parts, extras));
      case "user" -> {
        for (var run : Turns.runs(parts)) {
          var role = run.getFirst() instanceof Part.ToolResult ? Role.TOOL : Role.USER;
          messages.add(new ChatMessage(role, run, extras));
        }
      }
      default ->
          throw CallFailed.invalid(
              where + ".role", "\"" + where + ".role\" must be user or assistant");
    }
  }

  private static ChatSettings settings(Json.Obj body) {
    return new ChatSettings(
        Members.integer(body, "max_tokens"),
        Members.texts(body, "stop_sequences"),
        new ChatSettings.Sampling(
            Members.number(body, "temperature"),
            Members.number(body, "top_p"),
            Members.integer(body, "top_k"),
            null,
            null,
            null),
        null,
        null);
  }
}
