package dev.headgate.providers.ollama;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.FlatMessages;
import dev.headgate.providers.settled.Settled;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.MadeIds;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;

/// Writes one request to `/api/chat`. Not thread-safe.
final class RequestWriter {
  private static final Dialect OWN = Dialect.OLLAMA;

  private final ChatRequest request;
  private final Json.Obj extras;
  private final FlatMessages flat = new FlatMessages(OWN);
  private final ObjectBuilder body = new ObjectBuilder();

  RequestWriter(ChatRequest request) {
    this.request = Settled.of(request, OWN, Wording.USUAL).request();
    this.extras = ForeignWords.own(this.request.extras(), OWN, "");
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
    body.putAll(extras.without("options"));
    body.put("stream", request.stream());
    return new WireRequest("/api/chat", body.build());
  }

  private Json message(ChatMessage message, String path) {
    var more = ForeignWords.own(message.extras(), OWN, path);
    if (message.parts().size() == 1
        && message.parts().getFirst() instanceof Part.ToolResult result) {
      return new ObjectBuilder()
          .put("role", "tool")
          .put("content", flat.text(result, path))
          .put("tool_name", flat.toolName(result, path))
          .maybe("tool_call_id", MadeIds.isMade(result.callId()) ? "" : result.callId())
          .putAll(more)
          .build();
    }
    return parts(message, path).putAll(more).build();
  }

  private static ObjectBuilder parts(ChatMessage message, String path) {
    var text = new StringBuilder();
    var thinking = new StringBuilder();
    var images = new ArrayList<Json>();
    var calls = new ArrayList<Json>();
    for (int i = 0; i < message.parts().size(); i++) {
      var part = message.parts().get(i);
      var at = path + ".content[" + i + "]";
      ForeignWords.own(part.extras(), OWN, at);
      switch (part) {
        case Part.Text(var said, _) -> text.append(said);
        case Part.Refusal(var said, _) -> text.append(said);
        case Part.Reasoning(var thought, _, _) -> thinking.append(thought);
        case Part.Image(MediaSource.Inline(_, var data), _, _) -> images.add(new Json.Text(data));
        case Part.ToolCall call -> calls.add(Answers.write(call));
        case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ ->
            throw ForeignWords.unsupported(at, OWN);
      }
    }
    var role =
        switch (message.role()) {
          case SYSTEM, DEVELOPER -> "system";
          case ASSISTANT -> "assistant";
          case USER, TOOL -> "user";
        };
    return new ObjectBuilder()
        .put("role", role)
        .put("content", text.toString())
        .maybe("thinking", thinking.toString())
        .maybe("images", images)
        .maybe("tool_calls", calls);
  }

  private void writeTools() {
    var tools = request.options().tools();
    refuse("parallel_tool_calls", Boolean.FALSE.equals(tools.parallel()));
    var all = new ArrayList<Json>();
    for (var tool : tools.all()) {
      var path = "tools[" + all.size() + "]";
      switch (tool) {
        case Tools.Function function -> all.add(function(function, path));
        case Tools.Hosted _ -> throw ForeignWords.unsupported(path, OWN);
      }
    }
    switch (tools.choice()) {
      case Tools.Choice.Unsaid _, Tools.Choice.Auto _ -> body.maybe("tools", all);
      // What is not declared is not asked for.
      case Tools.Choice.None _ -> {}
      case Tools.Choice.Required _, Tools.Choice.Named _, Tools.Choice.Foreign _ ->
          throw ForeignWords.unsupported("tool_choice", OWN);
    }
  }

  private static Json function(Tools.Function function, String path) {
    refuse(path + ".strict", Boolean.TRUE.equals(function.strict()));
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
      case OutputFormat.Unsaid _, OutputFormat.PlainText _ -> {}
      case OutputFormat.AnyJson _ -> body.put("format", "json");
      case OutputFormat.Schema(_, _, var schema, _, var more) -> {
        ForeignWords.own(more, OWN, "response_format");
        body.put("format", schema);
      }
    }
  }

  private void writeSettings() {
    var settings = request.settings();
    var sampling = settings.sampling();
    var choices = settings.choices();
    refuse("n", choices != null && choices > 1);
    var options =
        new ObjectBuilder()
            .maybe("num_predict", settings.maxTokens())
            .maybe("stop", settings.stop().stream().map(Json.Text::new).toList())
            .maybe("temperature", sampling.temperature())
            .maybe("top_p", sampling.topP())
            .maybe("top_k", sampling.topK())
            .maybe("seed", sampling.seed())
            .maybe("frequency_penalty", sampling.frequencyPenalty())
            .maybe("presence_penalty", sampling.presencePenalty())
            .putAll(extras.object("options"))
            .build();
    if (!options.isEmpty() || extras.has("options")) {
      body.put("options", options);
    }
    var logprobs = settings.logprobs();
    if (logprobs != null) {
      body.put("logprobs", true);
      if (logprobs > 0) {
        body.put("top_logprobs", logprobs);
      }
    }
  }

  private void writeReasoning() {
    var reasoning = request.options().reasoning();
    refuse("reasoning.max_tokens", reasoning.maxTokens() != null);
    var effort = reasoning.effort();
    var enabled = reasoning.enabled();
    if (effort != null) {
      body.put("think", effort.equals("none") ? Json.FALSE : new Json.Text(effort));
    } else if (enabled != null) {
      body.put("think", enabled);
    }
  }

  private static void refuse(String param, boolean said) {
    if (said) {
      throw ForeignWords.unsupported(param, OWN);
    }
  }
}
