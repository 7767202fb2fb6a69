package dev.headgate.providers.settled;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// A request in which it is settled what becomes of every word that the dialect of its provider
/// does not have. Nothing is left behind unsaid: a word is written in the dialect's own, or asks
/// for nothing that would not happen anyway, or is refused by name, or is a hint without effect on
/// the answer, which is left out and named.
///
/// @param request without another dialect's words
/// @param ignored names of the hints that were left out
public record Settled(ChatRequest request, List<String> ignored) {
  public Settled {
    ignored = List.copyOf(ignored);
  }

  /// @param to the dialect of the provider
  /// @param wording of the provider
  /// @throws CallFailed `UNSUPPORTED_PARAMETER`, naming a word that asks for something else
  public static Settled of(ChatRequest request, Dialect to, Wording wording) {
    var ignored = new Ignored();
    var extras = new RequestWords(request.extras(), to, ignored).settle();
    var words = new MessageWords(to, wording, ignored);
    var messages = messages(request.messages(), words);
    var options = request.options();
    var tools = tools(options.tools(), words);
    var format = format(options.format(), to, words);
    reasoning(options.reasoning(), to, wording, ignored);
    var settled =
        new ChatRequest(
            request.model(),
            messages,
            request.stream(),
            new ChatRequest.Options(options.settings(), tools, format, options.reasoning()),
            extras);
    return new Settled(settled, ignored.names());
  }

  /// The names with one more.
  public static List<String> and(List<String> ignored, String name) {
    var all = new ArrayList<>(ignored);
    all.add(name);
    return all;
  }

  private static List<ChatMessage> messages(List<ChatMessage> messages, MessageWords words) {
    var settled = new ArrayList<ChatMessage>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      settled.add(words.message(messages.get(i), "messages[" + i + "]"));
    }
    return settled;
  }

  private static Tools tools(Tools tools, MessageWords words) {
    if (tools.all().isEmpty()) {
      return tools;
    }
    var settled = new ArrayList<Tools.Tool>(tools.all().size());
    for (int i = 0; i < tools.all().size(); i++) {
      settled.add(
          switch (tools.all().get(i)) {
            case Tools.Hosted hosted -> hosted;
            case Tools.Function(
                    var name,
                    var description,
                    var parameters,
                    var strict,
                    var extras) ->
                new Tools.Function(
                    name,
                    description,
                    parameters,
                    strict,
                    words.ofTool(extras, "tools[" + i + "]"));
          });
    }
    return new Tools(settled, tools.choice(), tools.parallel());
  }

  // A name and a description have a place within the schema itself where the dialect has none.
  private static OutputFormat format(OutputFormat format, Dialect to, MessageWords words) {
    if (!(format
        instanceof
        OutputFormat.Schema(var name, var description, var schema, var strict, var extras))) {
      return format;
    }
    var settled = words.ofFormat(extras);
    return switch (to) {
      case GEMINI, COHERE, OLLAMA ->
          new OutputFormat.Schema(
              name,
              description,
              annotated(annotated(schema, "title", name), "description", description),
              strict,
              settled);
      case OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPLETIONS, ANTHROPIC, BEDROCK ->
          new OutputFormat.Schema(name, description, schema, strict, settled);
    };
  }

  private static Json.Obj annotated(Json.Obj schema, String name, String value) {
    return value.isEmpty() || schema.has(name) ? schema : schema.with(name, new Json.Text(value));
  }

  private static void reasoning(
      ReasoningSettings reasoning, Dialect to, Wording wording, Ignored ignored) {
    var effort = reasoning.effort() != null;
    var budget = reasoning.maxTokens() != null;
    var enabled = reasoning.enabled();
    switch (to) {
      case OPENAI_CHAT -> {
        var usual = wording.of("reasoning_effort").equals("reasoning_effort");
        ignored.addIf(usual && Boolean.TRUE.equals(enabled) && !effort, "reasoning.enabled");
        ignored.addIf(
            wording.of("reasoning_effort").equals("thinking") && isHiding(reasoning),
            "reasoning.summary");
      }
      case OPENAI_RESPONSES ->
          ignored.addIf(Boolean.TRUE.equals(enabled) && !effort, "reasoning.enabled");
      case GEMINI -> {
        ignored.addIf(budget && effort, "reasoning.effort");
        ignored.addIf(Boolean.FALSE.equals(enabled) && (budget || effort), "reasoning.enabled");
      }
      case COHERE, OLLAMA -> ignored.addIf(isHiding(reasoning), "reasoning.summary");
      case ANTHROPIC, BEDROCK, OPENAI_COMPLETIONS -> {}
    }
  }

  // These always show what was thought.
  private static boolean isHiding(ReasoningSettings reasoning) {
    return reasoning.summary() != null
        && (reasoning.summary().equals("none") || reasoning.summary().equals("omitted"));
  }
}
