package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
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

/// Reads one request to `/v1/responses`. Not thread-safe.
///
/// Items that a model wrote are parts of one message until another speaks; so are the results of
/// tools.
final class RequestReader {
  static final String LOGPROBS = "message.output_text.logprobs";

  private final ObjectReader request;
  private final ObjectBuilder left = new ObjectBuilder();
  private final List<ChatMessage> messages = new ArrayList<>();
  private final List<Part> gathered = new ArrayList<>();
  private Role gathering = Role.ASSISTANT;

  RequestReader(Json.Obj body) {
    this.request = ObjectReader.ofRequest(body, "");
  }

  ChatRequest read() {
    readInstructions();
    readInput();
    var settings = settings();
    var format = format();
    var reasoning = reasoning();
    var tools = new Tools(tools(), choice(), request.flag("parallel_tool_calls"));
    var model = request.text("model");
    var stream = Boolean.TRUE.equals(request.flag("stream"));
    left.putAll(request.rest());
    return new ChatRequest(
        model,
        messages,
        stream,
        new ChatRequest.Options(settings, tools, format, reasoning),
        own(left.build()));
  }

  private void readInstructions() {
    if (request.object().members().get("instructions") instanceof Json.Text(var text)) {
      request.find("instructions");
      messages.add(new ChatMessage(Role.SYSTEM, text));
    }
  }

  private void readInput() {
    var input = request.find("input").orElse(Json.NULL);
    if (input instanceof Json.Text(var text)) {
      messages.add(new ChatMessage(Role.USER, text));
      return;
    }
    if (!(input instanceof Json.Arr)) {
      if (request.object().find("previous_response_id").isPresent()
          || request.object().find("prompt").isPresent()) {
        return;
      }
      throw CallFailed.invalid("input", "\"input\" must be a text or an array of items");
    }
    request.each("input").forEach(this::readItem);
    endGathering();
  }

  private void readItem(ObjectReader item) {
    var type = item.object().text(Items.TYPE).orElse("message");
    var role = item.object().text("role").orElse("");
    if (type.equals("function_call_output")) {
      gather(Role.TOOL, List.of(toolResult(item)));
    } else if (!type.equals("message") || role.equals("assistant")) {
      gather(Role.ASSISTANT, Items.read(item));
    } else {
      endGathering();
      messages.add(message(item, role));
    }
  }

  private void gather(Role role, List<Part> parts) {
    if (gathering != role) {
      endGathering();
    }
    gathering = role;
    gathered.addAll(parts);
  }

  private void endGathering() {
    if (!gathered.isEmpty()) {
      messages.add(new ChatMessage(gathering, gathered));
      gathered.clear();
    }
  }

  private static ChatMessage message(ObjectReader item, String name) {
    var role =
        switch (name) {
          case "user" -> Role.USER;
          case "system" -> Role.SYSTEM;
          case "developer" -> Role.DEVELOPER;
          default ->
              throw item.wrong("role", "\"user\", \"assistant\", \"system\" or \"developer\"");
        };
    item.text("role");
    item.text(Items.TYPE);
    var parts = contents(item, Items.CONTENT);
    return new ChatMessage(role, parts, own(item.rest()));
  }

  private static List<Part> contents(ObjectReader item, String name) {
    if (item.object().members().get(name) instanceof Json.Text(var text)) {
      item.find(name);
      return List.of(new Part.Text(text));
    }
    var parts = new ArrayList<Part>();
    item.each(name).forEach(content -> parts.add(Contents.read(content)));
    return parts;
  }

  private static Part toolResult(ObjectReader item) {
    item.text(Items.TYPE);
    var id = item.text("call_id");
    var parts = contents(item, "output");
    return new Part.ToolResult(id, "", parts, false, own(item.rest()));
  }

  private ChatSettings settings() {
    var include = request.texts("include");
    Integer logprobs = null;
    if (include.contains(LOGPROBS)) {
      var most = request.integer("top_logprobs");
      logprobs = most == null ? 0 : most;
    }
    var others =
        include.stream().filter(it -> !it.equals(LOGPROBS)).<Json>map(Json.Text::new).toList();
    if (!others.isEmpty() || (request.object().has("include") && include.isEmpty())) {
      left.put("include", new Json.Arr(others));
    }
    return new ChatSettings(
        request.integer("max_output_tokens"),
        List.of(),
        new ChatSettings.Sampling(
            request.number("temperature"), request.number("top_p"), null, null, null, null),
        null,
        logprobs);
  }

  private OutputFormat format() {
    var text = request.members("text");
    var format = text.members("format");
    OutputFormat read =
        switch (format.text(Items.TYPE)) {
          case "" -> new OutputFormat.Unsaid();
          case "text" -> new OutputFormat.PlainText();
          case "json_object" -> new OutputFormat.AnyJson();
          case "json_schema" -> schema(format);
          default -> throw format.wrong(Items.TYPE, "text, json_object or json_schema");
        };
    if (!text.rest().isEmpty()) {
      left.put("text", text.rest());
    }
    return read;
  }

  private static OutputFormat schema(ObjectReader format) {
    var name = format.text("name");
    var description = format.text("description");
    var schema = format.object("schema");
    var strict = format.flag("strict");
    return new OutputFormat.Schema(name, description, schema, strict, own(format.rest()));
  }

  private ReasoningSettings reasoning() {
    var reasoning = request.members("reasoning");
    var effort = reasoning.find("effort").isPresent() ? reasoning.text("effort") : null;
    var most = reasoning.integer("max_tokens");
    var enabled = reasoning.flag("enabled");
    var summary = reasoning.find("summary").isPresent() ? reasoning.text("summary") : null;
    if (!reasoning.rest().isEmpty()) {
      left.put("reasoning", reasoning.rest());
    }
    return new ReasoningSettings(effort, most, enabled, summary);
  }

  private List<Tools.Tool> tools() {
    var all = new ArrayList<Tools.Tool>();
    for (var tool : request.each("tools")) {
      all.add(
          tool.object().text(Items.TYPE).orElse("").equals("function")
              ? function(tool)
              : new Tools.Hosted(Dialect.OPENAI_RESPONSES, tool.object()));
    }
    return all;
  }

  private static Tools.Tool function(ObjectReader tool) {
    tool.text(Items.TYPE);
    var name = tool.requireText("name");
    var description = tool.text("description");
    Json.@Nullable Obj parameters =
        tool.find("parameters").isPresent() ? tool.object("parameters") : null;
    var strict = tool.flag("strict");
    return new Tools.Function(name, description, parameters, strict, own(tool.rest()));
  }

  private Tools.Choice choice() {
    var choice = request.find("tool_choice").orElse(Json.NULL);
    return switch (choice) {
      case Json.Null _ -> new Tools.Choice.Unsaid();
      case Json.Text(var word) when word.equals("auto") -> new Tools.Choice.Auto();
      case Json.Text(var word) when word.equals("none") -> new Tools.Choice.None();
      case Json.Text(var word) when word.equals("required") -> new Tools.Choice.Required();
      case Json.Obj object
          when object.members().size() == 2
              && object.text(Items.TYPE).orElse("").equals("function") ->
          new Tools.Choice.Named(object.text("name").orElse(""));
      case Json.Obj object -> new Tools.Choice.Foreign(Dialect.OPENAI_RESPONSES, object);
      case Json.Text _, Json.Num _, Json.Bool _, Json.Arr _ ->
          throw CallFailed.invalid(
              "tool_choice", "\"tool_choice\" must be auto, none, required or an object");
    };
  }

  private static Extras own(Json.Obj rest) {
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.OPENAI_RESPONSES, rest);
  }
}
