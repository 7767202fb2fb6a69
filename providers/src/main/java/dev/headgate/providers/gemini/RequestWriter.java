package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes one request to `generateContent`. Not thread-safe.
final class RequestWriter {
  // What Google itself takes OpenAI's efforts for with models that count thoughts in tokens:
  // https://ai.google.dev/gemini-api/docs/openai
  private static final int LOW_BUDGET = 1_024;
  private static final int MEDIUM_BUDGET = 8_192;
  private static final int HIGH_BUDGET = 24_576;

  private static final String THINKING = "thinkingConfig";

  private final ChatRequest request;
  private final PartWriter parts = new PartWriter(true);
  private final ObjectBuilder body = new ObjectBuilder();
  private final ObjectBuilder generation = new ObjectBuilder();

  RequestWriter(ChatRequest request) {
    this.request = Settled.of(request, Dialect.GEMINI, Wording.USUAL).request();
  }

  WireRequest write() {
    var extras = ForeignWords.own(request.extras(), Dialect.GEMINI, "");
    writeMessages();
    writeTools(extras.object("toolConfig"));
    writeSettings();
    writeFormat();
    writeReasoning();
    var more = extras.object("generationConfig");
    var settings = generation.build().with(more);
    var thinking = generation.build().object(THINKING).with(more.object(THINKING));
    if (!thinking.isEmpty()) {
      settings = settings.with(THINKING, thinking);
    }
    if (!settings.isEmpty()) {
      body.put("generationConfig", settings);
    }
    body.putAll(extras.without("generationConfig", "toolConfig"));
    var operation = request.stream() ? "streamGenerateContent" : "generateContent";
    return new WireRequest(new ModelAddress(request.model(), operation).path(), body.build());
  }

  // Instructions stand before the conversation; what comes later keeps its place, as the user's.
  private void writeMessages() {
    var instructions = new ArrayList<Json>();
    var contents = new ArrayList<Json>();
    for (int i = 0; i < request.messages().size(); i++) {
      var message = request.messages().get(i);
      var path = "messages[" + i + "]";
      var written = parts(message, path);
      var extras = ForeignWords.own(message.extras(), Dialect.GEMINI, path);
      switch (message.role()) {
        case SYSTEM, DEVELOPER -> {
          if (contents.isEmpty()) {
            instructions.addAll(written);
          } else {
            contents.add(content("user", written, extras));
          }
        }
        case USER, TOOL -> contents.add(content("user", written, extras));
        case ASSISTANT -> {
          if (!written.isEmpty()) {
            contents.add(content("model", written, extras));
          }
        }
      }
    }
    if (!instructions.isEmpty()) {
      body.put("systemInstruction", Json.Obj.of("parts", new Json.Arr(instructions)));
    }
    body.put("contents", new Json.Arr(contents));
  }

  private List<Json> parts(ChatMessage message, String path) {
    var written = new ArrayList<Json>();
    for (int i = 0; i < message.parts().size(); i++) {
      var at = path + ".content[" + i + "]";
      written.add(parts.write(message.parts().get(i), at));
    }
    return written;
  }

  private static Json content(String role, List<Json> parts, Json.Obj extras) {
    return new ObjectBuilder()
        .put("role", role)
        .put("parts", new Json.Arr(parts))
        .putAll(extras)
        .build();
  }

  private void writeTools(Json.Obj more) {
    var tools = request.options().tools();
    if (Boolean.FALSE.equals(tools.parallel())) {
      throw ForeignWords.unsupported("parallel_tool_calls", Dialect.GEMINI);
    }
    var functions = new ArrayList<Json>();
    var all = new ArrayList<Json>();
    for (int i = 0; i < tools.all().size(); i++) {
      switch (tools.all().get(i)) {
        case Tools.Function function -> functions.add(function(function, "tools[" + i + "]"));
        case Tools.Hosted(var dialect, var json) -> {
          if (dialect != Dialect.GEMINI) {
            throw ForeignWords.unsupported("tools[" + i + "]", Dialect.GEMINI);
          }
          all.add(json);
        }
      }
    }
    if (!functions.isEmpty()) {
      all.addFirst(Json.Obj.of("functionDeclarations", new Json.Arr(functions)));
    }
    body.maybe("tools", all);
    var calling = calling(tools);
    var config =
        calling.isEmpty() ? more : Json.Obj.of("functionCallingConfig", calling).with(more);
    if (!config.isEmpty()) {
      body.put("toolConfig", config);
    }
  }

  private static Json function(Tools.Function function, String path) {
    var written =
        new ObjectBuilder()
            .put("name", function.name())
            .maybe("description", function.description());
    var parameters = function.parameters();
    if (parameters != null) {
      written.put(Schemas.isOwn(parameters) ? "parameters" : "parametersJsonSchema", parameters);
    }
    return written.putAll(ForeignWords.own(function.extras(), Dialect.GEMINI, path)).build();
  }

  private static Json.Obj calling(Tools tools) {
    return switch (tools.choice()) {
      case Tools.Choice.Unsaid _ -> isStrict(tools) ? mode("VALIDATED") : Json.Obj.EMPTY;
      case Tools.Choice.Auto _ -> mode(isStrict(tools) ? "VALIDATED" : "AUTO");
      case Tools.Choice.None _ -> mode("NONE");
      case Tools.Choice.Required _ -> mode("ANY");
      case Tools.Choice.Named(var name) ->
          mode("ANY").with("allowedFunctionNames", new Json.Arr(List.of(new Json.Text(name))));
      case Tools.Choice.Foreign(var dialect, var json) -> {
        if (dialect == Dialect.GEMINI && json instanceof Json.Obj object) {
          yield object;
        }
        throw ForeignWords.unsupported("tool_choice", Dialect.GEMINI);
      }
    };
  }

  // Only in these modes do arguments always follow the schema.
  private static boolean isStrict(Tools tools) {
    return tools.all().stream()
        .anyMatch(
            it -> it instanceof Tools.Function function && Boolean.TRUE.equals(function.strict()));
  }

  private static Json.Obj mode(String mode) {
    return Json.Obj.of("mode", new Json.Text(mode));
  }

  private void writeSettings() {
    var settings = request.settings();
    var sampling = settings.sampling();
    generation
        .maybe("maxOutputTokens", settings.maxTokens())
        .maybe("stopSequences", settings.stop().stream().map(Json.Text::new).toList())
        .maybe("temperature", sampling.temperature())
        .maybe("topP", sampling.topP())
        .maybe("topK", sampling.topK())
        .maybe("seed", sampling.seed())
        .maybe("frequencyPenalty", sampling.frequencyPenalty())
        .maybe("presencePenalty", sampling.presencePenalty())
        .maybe("candidateCount", settings.choices());
    var logprobs = settings.logprobs();
    if (logprobs != null) {
      generation.put("responseLogprobs", true);
      if (logprobs > 0) {
        generation.put("logprobs", logprobs);
      }
    }
  }

  private void writeFormat() {
    switch (request.options().format()) {
      case OutputFormat.Unsaid _ -> {}
      case OutputFormat.PlainText _ -> generation.put("responseMimeType", "text/plain");
      case OutputFormat.AnyJson _ -> generation.put("responseMimeType", "application/json");
      case OutputFormat.Schema(_, _, var schema, _, var extras) -> {
        generation.put("responseMimeType", "application/json");
        generation.put(Schemas.isOwn(schema) ? "responseSchema" : "responseJsonSchema", schema);
        generation.putAll(ForeignWords.own(extras, Dialect.GEMINI, "response_format"));
      }
    }
  }

  private void writeReasoning() {
    var reasoning = request.options().reasoning();
    var thinking = new ObjectBuilder();
    var enabled = reasoning.enabled();
    var most = reasoning.maxTokens();
    if (most != null) {
      thinking.put("thinkingBudget", most);
    } else if (reasoning.effort() != null) {
      writeEffort(reasoning, thinking);
    } else if (enabled != null) {
      thinking.put("thinkingBudget", enabled ? -1 : 0);
    }
    var summary = reasoning.summary();
    if (summary != null && !summary.equals("none") && !summary.equals("omitted")) {
      thinking.put("includeThoughts", true);
    }
    var written = thinking.build();
    if (!written.isEmpty()) {
      generation.put(THINKING, written);
    }
  }

  private void writeEffort(ReasoningSettings reasoning, ObjectBuilder thinking) {
    var effort = String.valueOf(reasoning.effort()).toLowerCase(Locale.ROOT);
    var counted = request.model().contains("gemini-2");
    switch (effort) {
      case "none" -> thinking.put("thinkingBudget", 0);
      case "minimal", "low" -> put(thinking, effort, counted, LOW_BUDGET);
      case "medium" -> put(thinking, effort, counted, MEDIUM_BUDGET);
      case "high", "xhigh", "max" -> put(thinking, "high", counted, HIGH_BUDGET);
      default ->
          throw CallFailed.invalid(
              "reasoning.effort",
              "\"" + effort + "\" is no effort; use none, minimal, low, medium or high");
    }
  }

  private static void put(ObjectBuilder thinking, String level, boolean counted, int budget) {
    if (counted) {
      thinking.put("thinkingBudget", budget);
    } else {
      thinking.put("thinkingLevel", level.toUpperCase(Locale.ROOT));
    }
  }
}
