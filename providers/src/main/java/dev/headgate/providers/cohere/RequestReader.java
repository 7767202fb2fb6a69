package dev.headgate.providers.cohere;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one request to `/v2/chat`. Not thread-safe.
final class RequestReader {
  private static final String CONTENT = "content";

  private final ObjectReader request;

  RequestReader(Json.Obj body) {
    this.request = ObjectReader.ofRequest(body, "");
  }

  ChatRequest read() {
    var messages = new ArrayList<ChatMessage>();
    request.each("messages").forEach(message -> messages.add(message(message)));
    var options =
        new ChatRequest.Options(
            settings(), new Tools(tools(), choice(), null), format(), reasoning());
    var model = request.text("model");
    var stream = Boolean.TRUE.equals(request.flag("stream"));
    return new ChatRequest(model, messages, stream, options, request.extras(Dialect.COHERE));
  }

  private static ChatMessage message(ObjectReader message) {
    var role =
        switch (message.text("role")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          case "tool" -> Role.TOOL;
          default -> throw message.wrong("role", "\"user\", \"assistant\", \"system\" or \"tool\"");
        };
    var parts = new ArrayList<Part>(contents(message));
    if (role == Role.TOOL) {
      var result = new Part.ToolResult(message.text("tool_call_id"), "", parts, false, Extras.NONE);
      return new ChatMessage(role, List.of(result), message.extras(Dialect.COHERE));
    }
    if (role == Role.ASSISTANT) {
      parts.addAll(Answers.plan(message));
      message.each("tool_calls").forEach(call -> parts.add(Answers.toolCall(call)));
    }
    return new ChatMessage(role, parts, message.extras(Dialect.COHERE));
  }

  private static List<Part> contents(ObjectReader message) {
    if (message.object().members().get(CONTENT) instanceof Json.Text(var text)) {
      message.find(CONTENT);
      return List.of(new Part.Text(text));
    }
    var parts = new ArrayList<Part>();
    message.each(CONTENT).forEach(content -> parts.add(content(content)));
    return parts;
  }

  private static Part content(ObjectReader content) {
    if (!content.object().text("type").orElse("").equals("image_url")) {
      return Answers.content(content);
    }
    content.text("type");
    var image = content.members("image_url");
    var url = image.text("url");
    var base64 = url.indexOf(";base64,");
    var source =
        url.startsWith("data:") && base64 > 0
            ? new MediaSource.Inline(
                url.substring("data:".length(), base64),
                url.substring(base64 + ";base64,".length()))
            : new MediaSource.Url("", url);
    return new Part.Image(source, image.text("detail"), content.extras(Dialect.COHERE));
  }

  private ChatSettings settings() {
    return new ChatSettings(
        request.integer("max_tokens"),
        request.texts("stop_sequences"),
        new ChatSettings.Sampling(
            request.number("temperature"),
            request.number("p"),
            request.integer("k"),
            request.whole("seed"),
            request.number("frequency_penalty"),
            request.number("presence_penalty")),
        null,
        Boolean.TRUE.equals(request.flag("logprobs")) ? 0 : null);
  }

  private List<Tools.Tool> tools() {
    var strict = request.flag("strict_tools");
    var all = new ArrayList<Tools.Tool>();
    for (var tool : request.each("tools")) {
      tool.text("type");
      var function = tool.members("function");
      Json.@Nullable Obj parameters =
          function.find("parameters").isPresent() ? function.object("parameters") : null;
      all.add(
          new Tools.Function(
              function.requireText("name"),
              function.text("description"),
              parameters,
              strict,
              function.extras(Dialect.COHERE)));
    }
    return all;
  }

  private Tools.Choice choice() {
    return switch (request.text("tool_choice")) {
      case "" -> new Tools.Choice.Unsaid();
      case "REQUIRED" -> new Tools.Choice.Required();
      case "NONE" -> new Tools.Choice.None();
      default -> throw request.wrong("tool_choice", "REQUIRED or NONE");
    };
  }

  private OutputFormat format() {
    var format = request.members("response_format");
    var schema = format.find("json_schema").or(() -> format.find("schema")).orElse(Json.NULL);
    return switch (format.text("type")) {
      case "" -> new OutputFormat.Unsaid();
      case "text" -> new OutputFormat.PlainText();
      default ->
          schema instanceof Json.Obj object
              ? new OutputFormat.Schema("", "", object, null, format.extras(Dialect.COHERE))
              : new OutputFormat.AnyJson();
    };
  }

  private ReasoningSettings reasoning() {
    var thinking = request.members("thinking");
    var type = thinking.text("type");
    return new ReasoningSettings(
        null,
        thinking.integer("token_budget"),
        type.isEmpty() ? null : Boolean.valueOf(type.equals("enabled")),
        null);
  }
}
