package dev.headgate.providers.cohere;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.FlatMessages;
import dev.headgate.providers.settled.Settled;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one request to `/v2/chat`. Not thread-safe.
final class RequestWriter {
  private static final Dialect OWN = Dialect.COHERE;

  // As with other models that count thoughts in tokens; "high" is as much as the model likes.
  private static final int LOW_BUDGET = 1_024;
  private static final int MEDIUM_BUDGET = 8_192;

  private final ChatRequest request;
  private final FlatMessages flat = new FlatMessages(OWN);
  private final ObjectBuilder body = new ObjectBuilder();

  RequestWriter(ChatRequest request) {
    this.request = Settled.of(request, OWN, Wording.USUAL).request();
  }

  WireRequest write() {
    body.put("model", request.model());
    var messages = new ArrayList<Json>();
    for (var message : flat.of(request.messages())) {
      messages.add(message(message, "messages[" + messages.size() + "]"));
    }
    body.put("messages", new Json.Arr(messages));
    writeTools();
    writeFormat();
    writeSettings();
    writeReasoning();
    body.putAll(ForeignWords.own(request.extras(), OWN, ""));
    body.put("stream", request.stream());
    return new WireRequest("/chat", body.build());
  }

  private Json message(ChatMessage message, String path) {
    var body = new ObjectBuilder().put("role", role(message.role()));
    if (message.parts().size() == 1
        && message.parts().getFirst() instanceof Part.ToolResult result) {
      ForeignWords.own(result.extras(), OWN, path);
      body.put("tool_call_id", result.callId());
      body.put("content", contents(result.content(), path));
    } else {
      writeParts(message, path, body);
    }
    return body.putAll(ForeignWords.own(message.extras(), OWN, path)).build();
  }

  private static void writeParts(ChatMessage message, String path, ObjectBuilder body) {
    var contents = new ArrayList<Part>();
    var calls = new ArrayList<Json>();
    for (var part : message.parts()) {
      switch (part) {
        case Part.ToolCall call -> calls.add(Answers.write(call));
        case Part.Reasoning thought when Answers.isPlan(thought) ->
            body.put(Answers.PLAN, thought.text());
        case Part.Reasoning _, Part.Text _, Part.Refusal _, Part.Image _ -> contents.add(part);
        case Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> contents.add(part);
      }
    }
    if (!contents.isEmpty() || calls.isEmpty()) {
      body.put("content", contents(contents, path));
    }
    body.maybe("tool_calls", calls);
  }

  private static String role(Role role) {
    return switch (role) {
      case SYSTEM, DEVELOPER -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> "tool";
    };
  }

  private static Json contents(List<Part> parts, String path) {
    var contents = new ArrayList<Json>();
    for (var part : parts) {
      var at = path + ".content[" + contents.size() + "]";
      contents.add(content(part, at).with(ForeignWords.own(part.extras(), OWN, at)));
    }
    return new Json.Arr(contents);
  }

  private static Json.Obj content(Part part, String path) {
    return switch (part) {
      case Part.Text(var text, _) -> Answers.text(text);
      case Part.Refusal(var text, _) -> Answers.text(text);
      case Part.Reasoning thought -> Answers.thought(thought.text());
      case Part.Image(var source, var detail, _) ->
          new ObjectBuilder()
              .put("type", "image_url")
              .put(
                  "image_url",
                  new ObjectBuilder().put("url", url(source, path)).maybe("detail", detail).build())
              .build();
      case Part.Foreign(var dialect, var json) when dialect == OWN -> json;
      case Part.Audio _, Part.File _, Part.ToolCall _, Part.ToolResult _, Part.Foreign _ ->
          throw ForeignWords.unsupported(path, OWN);
    };
  }

  private static String url(MediaSource source, String path) {
    return switch (source) {
      case MediaSource.Inline(var type, var data) -> "data:" + type + ";base64," + data;
      case MediaSource.Url(_, var url) -> url;
      case MediaSource.Uploaded _, MediaSource.Plain _ -> throw ForeignWords.unsupported(path, OWN);
    };
  }

  private void writeTools() {
    var tools = request.options().tools();
    refuse("parallel_tool_calls", Boolean.FALSE.equals(tools.parallel()));
    var all = new ArrayList<Json>();
    var strict = false;
    for (var tool : tools.all()) {
      var path = "tools[" + all.size() + "]";
      switch (tool) {
        case Tools.Function function -> {
          strict |= Boolean.TRUE.equals(function.strict());
          all.add(function(function, path));
        }
        case Tools.Hosted _ -> throw ForeignWords.unsupported(path, OWN);
      }
    }
    body.maybe("tools", all);
    if (strict) {
      body.put("strict_tools", true);
    }
    switch (tools.choice()) {
      case Tools.Choice.Unsaid _, Tools.Choice.Auto _ -> {}
      case Tools.Choice.None _ -> body.put("tool_choice", "NONE");
      case Tools.Choice.Required _ -> body.put("tool_choice", "REQUIRED");
      case Tools.Choice.Named _, Tools.Choice.Foreign _ ->
          throw ForeignWords.unsupported("tool_choice", OWN);
    }
  }

  private static Json function(Tools.Function function, String path) {
    var declared =
        new ObjectBuilder()
            .put("name", function.name())
            .maybe("description", function.description())
            .put("parameters", function.parameters() == null ? Json.NULL : function.parameters())
            .putAll(ForeignWords.own(function.extras(), OWN, path));
    return new ObjectBuilder().put("type", "function").put("function", declared.build()).build();
  }

  private void writeFormat() {
    switch (request.options().format()) {
      case OutputFormat.Unsaid _ -> {}
      case OutputFormat.PlainText _ -> body.put("response_format", typed("text").build());
      case OutputFormat.AnyJson _ -> body.put("response_format", typed("json_object").build());
      case OutputFormat.Schema(_, _, var schema, _, var extras) ->
          body.put(
              "response_format",
              typed("json_object")
                  .put("json_schema", schema)
                  .putAll(ForeignWords.own(extras, OWN, "response_format"))
                  .build());
    }
  }

  private static ObjectBuilder typed(String type) {
    return new ObjectBuilder().put("type", type);
  }

  private void writeSettings() {
    var settings = request.settings();
    var sampling = settings.sampling();
    var choices = settings.choices();
    var logprobs = settings.logprobs();
    refuse("n", choices != null && choices > 1);
    refuse("top_logprobs", logprobs != null && logprobs > 0);
    body.maybe("max_tokens", settings.maxTokens())
        .maybe("stop_sequences", settings.stop().stream().map(Json.Text::new).toList())
        .maybe("temperature", sampling.temperature())
        .maybe("p", sampling.topP())
        .maybe("k", sampling.topK())
        .maybe("seed", sampling.seed())
        .maybe("frequency_penalty", sampling.frequencyPenalty())
        .maybe("presence_penalty", sampling.presencePenalty())
        .maybe("logprobs", logprobs == null ? null : Boolean.TRUE);
  }

  // Thinking has no efforts here but a budget: what the words mean elsewhere.
  private void writeReasoning() {
    var reasoning = request.options().reasoning();
    var effort = reasoning.effort();
    var budget = reasoning.maxTokens();
    var enabled = reasoning.enabled();
    if (enabled == null && effort == null && budget == null) {
      return;
    }
    var on = enabled == null ? !"none".equals(effort) : enabled;
    body.put(
        "thinking",
        typed(on ? "enabled" : "disabled")
            .maybe("token_budget", on && budget == null ? ofEffort(effort) : budget)
            .build());
  }

  private static @Nullable Integer ofEffort(@Nullable String effort) {
    return switch (effort) {
      case "minimal", "low" -> LOW_BUDGET;
      case "medium" -> MEDIUM_BUDGET;
      case null, default -> null;
    };
  }

  private static void refuse(String param, boolean said) {
    if (said) {
      throw ForeignWords.unsupported(param, OWN);
    }
  }
}
