package dev.headgate.providers.ollama;

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
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one request to `/api/chat`. Not thread-safe.
final class RequestReader {
  private final ObjectReader request;
  private final ObjectBuilder left = new ObjectBuilder();

  RequestReader(Json.Obj body) {
    this.request = ObjectReader.ofRequest(body, "");
  }

  ChatRequest read() {
    var messages = new ArrayList<ChatMessage>();
    request.each("messages").forEach(message -> messages.add(message(message, messages.size())));
    var settings = settings();
    var options =
        new ChatRequest.Options(
            settings, new Tools(tools(), new Tools.Choice.Unsaid(), null), format(), reasoning());
    var model = request.text("model");
    // Ollama streams unless it is told not to.
    var stream = !Boolean.FALSE.equals(request.flag("stream"));
    left.putAll(request.rest());
    var rest = left.build();
    return new ChatRequest(
        model,
        messages,
        stream,
        options,
        rest.isEmpty() ? Extras.NONE : new Extras(Dialect.OLLAMA, rest));
  }

  private static ChatMessage message(ObjectReader message, int place) {
    var role =
        switch (message.text("role")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          case "tool" -> Role.TOOL;
          default -> throw message.wrong("role", "\"user\", \"assistant\", \"system\" or \"tool\"");
        };
    if (role == Role.TOOL) {
      var content = List.<Part>of(new Part.Text(message.text("content")));
      var result =
          new Part.ToolResult(
              message.text("tool_call_id"), message.text("tool_name"), content, false, Extras.NONE);
      return new ChatMessage(role, List.of(result), message.extras(Dialect.OLLAMA));
    }
    var parts = Answers.parts(message, "message" + place);
    for (var image : message.texts("images")) {
      parts.add(new Part.Image(new MediaSource.Inline("", image), "", Extras.NONE));
    }
    return new ChatMessage(role, parts, message.extras(Dialect.OLLAMA));
  }

  private ChatSettings settings() {
    var options = request.members("options");
    var stop =
        options.object().members().get("stop") instanceof Json.Text
            ? List.of(options.text("stop"))
            : options.texts("stop");
    var top = request.integer("top_logprobs");
    var read =
        new ChatSettings(
            options.integer("num_predict"),
            stop,
            new ChatSettings.Sampling(
                options.number("temperature"),
                options.number("top_p"),
                options.integer("top_k"),
                options.whole("seed"),
                options.number("frequency_penalty"),
                options.number("presence_penalty")),
            null,
            Boolean.TRUE.equals(request.flag("logprobs"))
                ? Integer.valueOf(top == null ? 0 : top)
                : null);
    if (!options.rest().isEmpty() || isEmptyObject("options")) {
      left.put("options", options.rest());
    }
    return read;
  }

  private boolean isEmptyObject(String name) {
    return Json.Obj.EMPTY.equals(request.object().members().get(name));
  }

  private List<Tools.Tool> tools() {
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
              null,
              function.extras(Dialect.OLLAMA)));
    }
    if (all.isEmpty() && request.object().has("tools")) {
      left.put("tools", new Json.Arr(List.of()));
    }
    return all;
  }

  private OutputFormat format() {
    var format = request.find("format").orElse(Json.NULL);
    return switch (format) {
      case Json.Null _ -> new OutputFormat.Unsaid();
      case Json.Text(var word) when word.isEmpty() -> {
        left.put("format", word);
        yield new OutputFormat.Unsaid();
      }
      case Json.Text(var word) when word.equals("json") -> new OutputFormat.AnyJson();
      case Json.Obj schema -> new OutputFormat.Schema("", "", schema, null, Extras.NONE);
      case Json.Text _, Json.Num _, Json.Bool _, Json.Arr _ ->
          throw CallFailed.invalid("format", "\"format\" must be \"json\" or a schema");
    };
  }

  private ReasoningSettings reasoning() {
    return switch (request.find("think").orElse(Json.NULL)) {
      case Json.Bool(var on) -> new ReasoningSettings(null, null, on, null);
      case Json.Text(var effort) -> new ReasoningSettings(effort, null, null, null);
      case Json.Null _ -> ReasoningSettings.NONE;
      case Json.Obj _, Json.Arr _, Json.Num _ ->
          throw CallFailed.invalid("think", "\"think\" must be true, false or an effort");
    };
  }
}
