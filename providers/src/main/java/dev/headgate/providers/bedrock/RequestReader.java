package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

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
  static final String SETTINGS = "inferenceConfig";
  static final String MORE = "additionalModelRequestFields";

  private static final String[] READ_SETTINGS = {
    "maxTokens", "temperature", "topP", "stopSequences"
  };

  private RequestReader() {}

  static ChatRequest read(Json.Obj body, String model, boolean stream) {
    var messages = new ArrayList<ChatMessage>();
    var system = body.array("system");
    if (!system.isEmpty()) {
      messages.add(new ChatMessage(Role.SYSTEM, BlockReader.blocks(system, "system")));
    }
    if (!(body.members().get("messages") instanceof Json.Arr(var turns))) {
      throw CallFailed.invalid("messages", "\"messages\" is missing, or is no list");
    }
    for (int i = 0; i < turns.size(); i++) {
      readTurn(turns.get(i), "messages[" + i + "]", messages);
    }
    var more = body.object(MORE);
    var rest = FormatWords.withoutRead(body.without("messages", "system", "toolConfig"));
    rest = left(rest, SETTINGS, body.object(SETTINGS).without(READ_SETTINGS));
    rest = left(rest, MORE, ReasoningWords.withoutRead(more, model).without("top_k"));
    return new ChatRequest(
        model,
        messages,
        stream,
        new ChatRequest.Options(
            settings(body),
            ToolWords.read(body),
            FormatWords.read(body),
            ReasoningWords.read(more, model)),
        Carried.of(rest, BEDROCK));
  }

  private static Json.Obj left(Json.Obj body, String name, Json.Obj rest) {
    return rest.isEmpty() ? body.without(name) : body.with(name, rest);
  }

  private static void readTurn(Json turn, String where, List<ChatMessage> messages) {
    if (!(turn instanceof Json.Obj message)
        || !(message.members().get("content") instanceof Json.Arr(var content))) {
      throw CallFailed.invalid(
          where, "\"" + where + "\" must be an object with a list \"content\"");
    }
    var extras = Carried.of(message, BEDROCK, "role", "content");
    var parts = BlockReader.blocks(content, where + ".content");
    switch (message.text("role").orElse("")) {
      case "assistant" -> messages.add(new ChatMessage(Role.ASSISTANT, parts, extras));
      case "user" -> {
        for (var run : Turns.runs(parts)) {
          var results = !run.isEmpty() && run.getFirst() instanceof Part.ToolResult;
          messages.add(new ChatMessage(results ? Role.TOOL : Role.USER, run, extras));
        }
      }
      default ->
          throw CallFailed.invalid(
              where + ".role", "\"" + where + ".role\" must be user or assistant");
    }
  }

  private static ChatSettings settings(Json.Obj body) {
    var settings = body.object(SETTINGS);
    return new ChatSettings(
        Members.integer(settings, "maxTokens"),
        Members.texts(settings, "stopSequences"),
        new ChatSettings.Sampling(
            Members.number(settings, "temperature"),
            Members.number(settings, "topP"),
            Members.integer(body.object(MORE), "top_k"),
            null,
            null,
            null),
        null,
        null);
  }
}
