package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one request to `/v1/responses`. Not thread-safe.
final class RequestWriter {
  private static final Dialect OWN = Dialect.OPENAI_RESPONSES;

  private final ChatRequest request;
  private final Json.Obj extras;
  private final ObjectBuilder body = new ObjectBuilder();
  private final List<Json> input = new ArrayList<>();

  RequestWriter(ChatRequest request) {
    this.request = Settled.of(request, OWN, Wording.USUAL).request();
    this.extras = ForeignWords.own(this.request.extras(), OWN, "");
  }

  WireRequest write() {
    body.put("model", request.model());
    writeMessages();
    writeSettings();
    writeFormat();
    writeReasoning();
    writeTools();
    body.putAll(extras.without("text", "reasoning", "include"));
    if (request.stream()) {
      body.put("stream", true);
    }
    return new WireRequest("/responses", body.build());
  }

  private void writeMessages() {
    var messages = request.messages();
    var from = 0;
    if (!messages.isEmpty() && isInstructions(messages.getFirst())) {
      body.put("instructions", messages.getFirst().text());
      from = 1;
    }
    for (int i = from; i < messages.size(); i++) {
      writeMessage(messages.get(i), "messages[" + i + "]");
    }
    if (!input.isEmpty() || (!extras.has("previous_response_id") && !extras.has("prompt"))) {
      body.put("input", new Json.Arr(input));
    }
  }

  private static boolean isInstructions(ChatMessage message) {
    return message.role() == Role.SYSTEM
        && message.extras().isEmpty()
        && message.parts().size() == 1
        && message.parts().getFirst() instanceof Part.Text(_, var more)
        && more.isEmpty();
  }

  private void writeMessage(ChatMessage message, String path) {
    switch (message.role()) {
      case SYSTEM -> input.add(said("system", message, path));
      case DEVELOPER -> input.add(said("developer", message, path));
      case USER, TOOL -> writeUser(message, path);
      case ASSISTANT -> writeAssistant(message, path);
    }
  }

  // Results of tools are items of their own, also where another dialect has them in a message.
  private void writeUser(ChatMessage message, String path) {
    var others = new ArrayList<Part>();
    for (int i = 0; i < message.parts().size(); i++) {
      if (message.parts().get(i) instanceof Part.ToolResult result) {
        input.add(toolResult(result, path + ".content[" + i + "]"));
      } else {
        others.add(message.parts().get(i));
      }
    }
    if (!others.isEmpty() || message.parts().isEmpty()) {
      input.add(said("user", new ChatMessage(Role.USER, others, message.extras()), path));
    }
  }

  private static Json said(String role, ChatMessage message, String path) {
    return new ObjectBuilder()
        .put("role", role)
        .put(Items.CONTENT, contents(message.parts(), path))
        .putAll(ForeignWords.own(message.extras(), OWN, path))
        .build();
  }

  private static Json contents(List<Part> parts, String path) {
    if (parts.size() == 1
        && parts.getFirst() instanceof Part.Text(var text, var more)
        && ForeignWords.own(more, OWN, path + ".content[0]").isEmpty()) {
      return new Json.Text(text);
    }
    var contents = new ArrayList<Json>();
    for (var part : parts) {
      contents.add(Contents.write(part, path + ".content[" + contents.size() + "]"));
    }
    return new Json.Arr(contents);
  }

  private static Json toolResult(Part.ToolResult result, String path) {
    return new ObjectBuilder()
        .put(Items.TYPE, "function_call_output")
        .put("call_id", result.callId())
        .put(
            "output",
            result.content().isEmpty() ? new Json.Text("") : contents(result.content(), path))
        .putAll(ForeignWords.own(result.extras(), OWN, path))
        .build();
  }

  private void writeAssistant(ChatMessage message, String path) {
    var parts = message.parts();
    for (int i = 0; i < parts.size(); ) {
      var end = i + 1;
      if (ItemWriter.isContent(parts.get(i))) {
        while (end < parts.size() && ItemWriter.goesOn(parts.get(end))) {
          end++;
        }
        input.add(assistant(parts.subList(i, end)));
      } else {
        writeItem(parts.get(i), path + ".content[" + i + "]");
      }
      i = end;
    }
  }

  private static Json assistant(List<Part> parts) {
    if (parts.size() == 1
        && parts.getFirst() instanceof Part.Text(var text, _)
        && !ItemWriter.isOwn(parts.getFirst())) {
      return new ObjectBuilder().put("role", "assistant").put(Items.CONTENT, text).build();
    }
    return asked(ItemWriter.message(parts, 0, ItemWriter.COMPLETED), parts);
  }

  // What was made up for clients is left out.
  private static Json.Obj asked(Json.Obj item, List<Part> parts) {
    var contents = new ArrayList<Json>();
    for (var content : item.array(Items.CONTENT)) {
      contents.add(content instanceof Json.Obj object ? object.without("headgate") : content);
    }
    var plain = item.with(Items.CONTENT, new Json.Arr(contents)).without("headgate");
    return ItemWriter.isOwn(parts.getFirst()) ? plain : plain.without("id", "status");
  }

  private void writeItem(Part part, String path) {
    switch (part) {
      case Part.ToolCall call -> {
        var item = ItemWriter.functionCall(call, 0, ItemWriter.COMPLETED).without("headgate");
        input.add(ItemWriter.isOwn(call) ? item : item.without("id", "status"));
      }
      case Part.Reasoning reasoning -> {
        // Another provider's thoughts mean nothing here.
        if (ItemWriter.isOwn(reasoning)) {
          input.add(ItemWriter.reasoning(reasoning, 0));
        }
      }
      case Part.Foreign(var dialect, var json) when dialect == OWN -> input.add(json);
      case Part.Text _, Part.Refusal _, Part.Image _, Part.Audio _, Part.File _ ->
          throw ForeignWords.unsupported(path, OWN);
      case Part.ToolResult _, Part.Foreign _ -> throw ForeignWords.unsupported(path, OWN);
    }
  }

  private void writeSettings() {
    var settings = request.settings();
    var sampling = settings.sampling();
    refuse("stop", !settings.stop().isEmpty());
    refuse("top_k", sampling.topK() != null);
    refuse("seed", sampling.seed() != null);
    refuse("frequency_penalty", isSaid(sampling.frequencyPenalty()));
    refuse("presence_penalty", isSaid(sampling.presencePenalty()));
    var choices = settings.choices();
    refuse("n", choices != null && choices > 1);
    body.maybe("max_output_tokens", settings.maxTokens())
        .maybe("temperature", sampling.temperature())
        .maybe("top_p", sampling.topP());
    var include = new ArrayList<>(extras.array("include"));
    var logprobs = settings.logprobs();
    if (logprobs != null) {
      include.add(new Json.Text(RequestReader.LOGPROBS));
      if (logprobs > 0) {
        body.put("top_logprobs", logprobs);
      }
    }
    if (!include.isEmpty() || extras.has("include")) {
      body.put("include", new Json.Arr(include));
    }
  }

  private static boolean isSaid(@Nullable Double penalty) {
    return penalty != null && penalty != 0;
  }

  private static void refuse(String param, boolean said) {
    if (said) {
      throw ForeignWords.unsupported(param, OWN);
    }
  }

  private void writeFormat() {
    var format =
        switch (request.options().format()) {
          case OutputFormat.Unsaid _ -> Json.Obj.EMPTY;
          case OutputFormat.PlainText _ -> typed("text").build();
          case OutputFormat.AnyJson _ -> typed("json_object").build();
          case OutputFormat.Schema(var name, var description, var schema, var strict, var more) ->
              typed("json_schema")
                  .put("name", name.isEmpty() ? "answer" : name)
                  .maybe("description", description)
                  .put("schema", schema)
                  .maybe("strict", strict)
                  .putAll(ForeignWords.own(more, OWN, "response_format"))
                  .build();
        };
    var text =
        format.isEmpty()
            ? extras.object("text")
            : Json.Obj.of("format", format).with(extras.object("text"));
    if (!text.isEmpty()) {
      body.put("text", text);
    }
  }

  private static ObjectBuilder typed(String type) {
    return new ObjectBuilder().put(Items.TYPE, type);
  }

  private void writeReasoning() {
    var reasoning = request.options().reasoning();
    refuse(
        "reasoning.max_tokens", reasoning.maxTokens() != null && request.extras().dialect() != OWN);
    var effort = reasoning.effort();
    var off = Boolean.FALSE.equals(reasoning.enabled());
    var written =
        new ObjectBuilder()
            .maybe("effort", effort == null && off ? "none" : effort)
            .maybe("summary", reasoning.summary())
            .putAll(extras.object("reasoning"))
            .build();
    if (!written.isEmpty()) {
      body.put("reasoning", written);
    }
  }

  private void writeTools() {
    var tools = request.options().tools();
    var all = new ArrayList<Json>();
    for (var tool : tools.all()) {
      var path = "tools[" + all.size() + "]";
      all.add(
          switch (tool) {
            case Tools.Function function -> function(function, path);
            case Tools.Hosted(var dialect, var json) -> {
              refuse(path, dialect != OWN);
              yield json;
            }
          });
    }
    body.maybe("tools", all);
    var choice =
        switch (tools.choice()) {
          case Tools.Choice.Unsaid _ -> Json.NULL;
          case Tools.Choice.Auto _ -> new Json.Text("auto");
          case Tools.Choice.None _ -> new Json.Text("none");
          case Tools.Choice.Required _ -> new Json.Text("required");
          case Tools.Choice.Named(var name) -> typed("function").put("name", name).build();
          case Tools.Choice.Foreign(var dialect, var json) -> {
            refuse("tool_choice", dialect != OWN);
            yield json;
          }
        };
    if (!(choice instanceof Json.Null)) {
      body.put("tool_choice", choice);
    }
    body.maybe("parallel_tool_calls", tools.parallel());
  }

  private static Json function(Tools.Function function, String path) {
    var parameters = function.parameters();
    return typed("function")
        .put("name", function.name())
        .maybe("description", function.description())
        .put("parameters", parameters == null ? Json.NULL : parameters)
        .put("strict", function.strict() == null ? Json.NULL : Json.of(function.strict()))
        .putAll(ForeignWords.own(function.extras(), OWN, path))
        .build();
  }
}
