package dev.headgate.providers.gemini;

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
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads one request to `generateContent`. Not thread-safe.
final class RequestReader {
  private final WireRequest wire;
  private final ObjectReader request;
  private final PartReader parts = new PartReader(new CallMatching("request"));
  private final ObjectBuilder left = new ObjectBuilder();
  private Json.Obj kept = Json.Obj.EMPTY;

  RequestReader(WireRequest wire) {
    this.wire = wire;
    this.request = ObjectReader.ofRequest(Spelling.camel(wire.body()), "");
  }

  ChatRequest read() {
    var address = ModelAddress.of(wire.path());
    var messages = messages();
    var generation = request.members("generationConfig");
    var settings = settings(generation);
    var format = format(generation);
    var reasoning = reasoning(generation);
    var tools = new Tools(tools(), choice(), null);
    var generationRest = generation.rest().with(kept);
    if (!generationRest.isEmpty()) {
      left.put("generationConfig", generationRest);
    }
    request.text("model");
    left.putAll(request.rest());
    var rest = left.build();
    return new ChatRequest(
        address.model(),
        messages,
        address.operation().equals("streamGenerateContent"),
        new ChatRequest.Options(settings, tools, format, reasoning),
        rest.isEmpty() ? Extras.NONE : new Extras(Dialect.GEMINI, rest));
  }

  private List<ChatMessage> messages() {
    var messages = new ArrayList<ChatMessage>();
    var instruction = request.find("systemInstruction");
    if (instruction.isPresent()) {
      var content = instruction(instruction.get());
      content.text("role");
      messages.add(new ChatMessage(Role.SYSTEM, parts(content), extras(content)));
    }
    var contents = contents();
    if (contents.isEmpty()) {
      throw CallFailed.invalid("contents", "\"contents\" needs at least one content");
    }
    contents.forEach(content -> messages.add(message(content)));
    return messages;
  }

  // A lone text, and one part instead of a list, are read too, as Google does.
  private static ObjectReader instruction(Json value) {
    if (value instanceof Json.Text) {
      return ObjectReader.ofRequest(
          Json.Obj.of("parts", new Json.Arr(List.of(Json.Obj.of("text", value)))),
          "systemInstruction");
    }
    return ObjectReader.ofRequest(value, "systemInstruction");
  }

  private List<ObjectReader> contents() {
    if (request.find("contents").orElse(Json.NULL) instanceof Json.Obj one) {
      return List.of(ObjectReader.ofRequest(one, "contents"));
    }
    return request.each("contents");
  }

  private ChatMessage message(ObjectReader content) {
    var role = content.text("role");
    var read = parts(content);
    return new ChatMessage(role(role, content, read), read, extras(content));
  }

  private static Role role(String role, ObjectReader content, List<Part> parts) {
    return switch (role) {
      case "model" -> Role.ASSISTANT;
      case "function" -> Role.TOOL;
      case "user", "" ->
          !parts.isEmpty() && parts.stream().allMatch(it -> it instanceof Part.ToolResult)
              ? Role.TOOL
              : Role.USER;
      case "system" -> Role.SYSTEM;
      default -> throw content.wrong("role", "\"user\" or \"model\"");
    };
  }

  private List<Part> parts(ObjectReader content) {
    var read = new ArrayList<Part>();
    if (content.find("parts").orElse(Json.NULL) instanceof Json.Obj one) {
      read.add(parts.read(ObjectReader.ofRequest(one, content.path("parts"))));
    } else {
      content.each("parts").forEach(part -> read.add(parts.read(part)));
    }
    return read;
  }

  private static Extras extras(ObjectReader members) {
    var rest = members.rest();
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.GEMINI, rest);
  }

  private static ChatSettings settings(ObjectReader generation) {
    var reported = generation.flag("responseLogprobs");
    var most = generation.integer("logprobs");
    return new ChatSettings(
        generation.integer("maxOutputTokens"),
        generation.texts("stopSequences"),
        new ChatSettings.Sampling(
            generation.number("temperature"),
            generation.number("topP"),
            generation.integer("topK"),
            generation.whole("seed"),
            generation.number("frequencyPenalty"),
            generation.number("presencePenalty")),
        generation.integer("candidateCount"),
        Boolean.TRUE.equals(reported) ? Integer.valueOf(most == null ? 0 : most) : null);
  }

  private OutputFormat format(ObjectReader generation) {
    var type = generation.text("responseMimeType");
    if (!type.isEmpty() && !type.equals("application/json") && !type.equals("text/plain")) {
      // Such as text/x.enum: only Google has that, and the schema with it.
      kept = kept.with("responseMimeType", new Json.Text(type));
      generation.find("responseSchema").ifPresent(it -> kept = kept.with("responseSchema", it));
      return new OutputFormat.Unsaid();
    }
    var schema = generation.find("responseSchema");
    var jsonSchema =
        generation.find("responseJsonSchema").or(() -> generation.find("_responseJsonSchema"));
    if (jsonSchema.orElse(Json.NULL) instanceof Json.Obj object) {
      return new OutputFormat.Schema("", "", object, null, Extras.NONE);
    }
    if (schema.orElse(Json.NULL) instanceof Json.Obj object) {
      return new OutputFormat.Schema("", "", Schemas.toJsonSchema(object), null, Extras.NONE);
    }
    return switch (type) {
      case "application/json" -> new OutputFormat.AnyJson();
      case "text/plain" -> new OutputFormat.PlainText();
      default -> new OutputFormat.Unsaid();
    };
  }

  private ReasoningSettings reasoning(ObjectReader generation) {
    var thinking = generation.members("thinkingConfig");
    var budget = thinking.integer("thinkingBudget");
    var level = thinking.text("thinkingLevel");
    var shown = Boolean.TRUE.equals(thinking.flag("includeThoughts"));
    if (!thinking.rest().isEmpty()) {
      kept = kept.with("thinkingConfig", thinking.rest());
    }
    return new ReasoningSettings(
        level.isEmpty() ? null : level.toLowerCase(Locale.ROOT),
        budget == null || budget <= 0 ? null : budget,
        enabled(budget),
        shown ? "auto" : null);
  }

  private static @Nullable Boolean enabled(@Nullable Integer budget) {
    if (budget == null || budget > 0) {
      return null;
    }
    return budget < 0;
  }

  private List<Tools.Tool> tools() {
    var all = new ArrayList<Tools.Tool>();
    for (var tool : request.each("tools")) {
      for (var declared : tool.each("functionDeclarations")) {
        all.add(function(declared));
      }
      tool.rest()
          .members()
          .forEach((name, settings) ->
              all.add(new Tools.Hosted(Dialect.GEMINI, Json.Obj.of(name, settings))));
    }
    return all;
  }

  private static Tools.Function function(ObjectReader declared) {
    var own = declared.find("parameters");
    var schema = declared.find("parametersJsonSchema");
    Json.Obj parameters = null;
    if (schema.orElse(Json.NULL) instanceof Json.Obj object) {
      parameters = object;
    } else if (own.orElse(Json.NULL) instanceof Json.Obj object) {
      parameters = Schemas.toJsonSchema(object);
    }
    return new Tools.Function(
        declared.requireText("name"),
        declared.text("description"),
        parameters,
        null,
        extras(declared));
  }

  private Tools.Choice choice() {
    var config = request.members("toolConfig");
    var calling = config.members("functionCallingConfig");
    var rest = config.rest();
    if (!rest.isEmpty()) {
      left.put("toolConfig", rest);
    }
    var mode = calling.text("mode");
    var names = calling.texts("allowedFunctionNames");
    if (!calling.rest().isEmpty()
        || names.size() > 1
        || (!names.isEmpty() && !mode.equalsIgnoreCase("ANY"))) {
      return new Tools.Choice.Foreign(Dialect.GEMINI, calling.object());
    }
    return switch (mode.toUpperCase(Locale.ROOT)) {
      case "" -> new Tools.Choice.Unsaid();
      case "AUTO" -> new Tools.Choice.Auto();
      case "NONE" -> new Tools.Choice.None();
      case "ANY" ->
          names.isEmpty() ? new Tools.Choice.Required() : new Tools.Choice.Named(names.getFirst());
      default -> new Tools.Choice.Foreign(Dialect.GEMINI, calling.object());
    };
  }
}
