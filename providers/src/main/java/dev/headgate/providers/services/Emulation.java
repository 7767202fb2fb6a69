package dev.headgate.providers.services;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.util.ArrayList;
import java.util.List;

/// Says in other words what a model has no parameter for.
final class Emulation {
  // Up to how many tokens of thought an effort is meant; OpenAI publishes no numbers, these are the
  // budgets that OpenRouter's and LiteLLM's documents give for the three words.
  private static final int LOW_TOKENS = 1024;
  private static final int MEDIUM_TOKENS = 8192;

  private Emulation() {}

  static ChatRequest apply(ChatRequest request, Capabilities capabilities) {
    var emulated = request;
    if (capabilities.of(Parameter.DEVELOPER) == Treatment.EMULATE) {
      emulated = emulated.with(emulated.messages().stream().map(Emulation::asSystem).toList());
    }
    if (request.options().format() instanceof OutputFormat.Schema schema
        && capabilities.of(Parameter.JSON_SCHEMA) == Treatment.EMULATE) {
      emulated = instructed(emulated, schema, capabilities);
    }
    var budget = request.options().reasoning().maxTokens();
    if (budget != null && capabilities.of(Parameter.REASONING_MAX_TOKENS) == Treatment.EMULATE) {
      emulated = with(emulated, effort(request.options().reasoning(), budget));
    }
    return emulated;
  }

  private static ChatMessage asSystem(ChatMessage message) {
    return message.role() == Role.DEVELOPER
        ? new ChatMessage(Role.SYSTEM, message.parts(), message.extras())
        : message;
  }

  // Any JSON is asked for in the model's own way, and the schema by words.
  private static ChatRequest instructed(
      ChatRequest request, OutputFormat.Schema schema, Capabilities capabilities) {
    var instruction =
        new ChatMessage(
            Role.SYSTEM,
            "Answer with one JSON object that follows this JSON Schema, and with nothing else:\n"
                + JsonBytes.text(named(schema)));
    var messages = new ArrayList<>(request.messages());
    messages.add(leading(request.messages()), instruction);
    var format =
        capabilities.of(Parameter.JSON_OBJECT) == Treatment.REJECT
            ? new OutputFormat.Unsaid()
            : new OutputFormat.AnyJson();
    var options = request.options();
    return new ChatRequest(
        request.model(),
        messages,
        request.stream(),
        new ChatRequest.Options(options.settings(), options.tools(), format, options.reasoning()),
        request.extras());
  }

  private static Json.Obj named(OutputFormat.Schema format) {
    var named = annotated(format.schema(), "title", format.name());
    return annotated(named, "description", format.description());
  }

  private static Json.Obj annotated(Json.Obj schema, String name, String value) {
    return value.isEmpty() || schema.has(name) ? schema : schema.with(name, new Json.Text(value));
  }

  /// How many messages at the beginning are instructions.
  private static int leading(List<ChatMessage> messages) {
    var count = 0;
    while (count < messages.size() && isInstruction(messages.get(count))) {
      count++;
    }
    return count;
  }

  private static boolean isInstruction(ChatMessage message) {
    return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
  }

  private static ReasoningSettings effort(ReasoningSettings reasoning, int budget) {
    var word = budget <= LOW_TOKENS ? "low" : budget <= MEDIUM_TOKENS ? "medium" : "high";
    return new ReasoningSettings(
        reasoning.effort() == null ? word : reasoning.effort(),
        null,
        reasoning.enabled(),
        reasoning.summary());
  }

  private static ChatRequest with(ChatRequest request, ReasoningSettings reasoning) {
    var options = request.options();
    return new ChatRequest(
        request.model(),
        request.messages(),
        request.stream(),
        new ChatRequest.Options(options.settings(), options.tools(), options.format(), reasoning),
        request.extras());
  }
}
