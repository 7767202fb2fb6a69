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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        for (var run : runs(parts)) {
          var role = run.getFirst() instanceof Part.ToolResult ? Role.TOOL : Role.USER;
          messages.add(new ChatMessage(role, run, extras));
        }
      }
      default ->
          throw CallFailed.invalid(
              where + ".role", "\"" + where + ".role\" must be user or assistant");
    }
  }

  // A user's turn may hold results of tools and words of the user: two messages elsewhere.
  private static List<List<Part>> runs(List<Part> parts) {
    var runs = new ArrayList<List<Part>>(1);
    for (int from = 0; from < parts.size(); ) {
      var results = parts.get(from) instanceof Part.ToolResult;
      var to = from + 1;
      while (to < parts.size() && parts.get(to) instanceof Part.ToolResult == results) {
        to++;
      }
      runs.add(parts.subList(from, to));
      from = to;
    }
    return runs.isEmpty() ? List.of(parts) : runs;
  }

  private static ChatSettings settings(Json.Obj body) {
    return new ChatSettings(
        integer(body, "max_tokens"),
        stops(body),
        new ChatSettings.Sampling(
            number(body, "temperature"),
            number(body, "top_p"),
            integer(body, "top_k"),
            null,
            null,
            null),
        null,
        null);
  }

  private static List<String> stops(Json.Obj body) {
    return body.array("stop_sequences").stream()
        .map(stop -> {
          if (stop instanceof Json.Text(var text)) {
            return text;
          }
          throw CallFailed.invalid("stop_sequences", "\"stop_sequences\" must be a list of texts");
        })
        .toList();
  }

  static @Nullable Integer integer(Json.Obj object, String name) {
    return switch (object.find(name).orElse(Json.NULL)) {
      case Json.Null _ -> null;
      case Json.Num number -> Math.clamp(number.asLong(), Integer.MIN_VALUE, Integer.MAX_VALUE);
      default -> throw CallFailed.invalid(name, "\"" + name + "\" must be a number");
    };
  }

  private static @Nullable Double number(Json.Obj object, String name) {
    return switch (object.find(name).orElse(Json.NULL)) {
      case Json.Null _ -> null;
      case Json.Num number -> number.asDouble();
      default -> throw CallFailed.invalid(name, "\"" + name + "\" must be a number");
    };
  }
}
