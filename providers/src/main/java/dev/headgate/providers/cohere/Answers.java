package dev.headgate.providers.cohere;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/// Whole answers, and what they share with requests and streams.
final class Answers {
  static final String PLAN = "tool_plan";
  private static final Dialect OWN = Dialect.COHERE;

  private Answers() {}

  static ChatAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    if (object.find("message").isEmpty() || object.find("finish_reason").isEmpty()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED, "the provider's answer has no message or no finish_reason");
    }
    var message = answer.members("message");
    message.text("role");
    var parts = new ArrayList<Part>();
    message.each("content").forEach(content -> parts.add(content(content)));
    parts.addAll(plan(message));
    message.each("tool_calls").forEach(call -> parts.add(toolCall(call)));
    var word = answer.text("finish_reason");
    var reason = finish(word);
    var id = answer.text("id");
    var usage = answer.object("usage");
    return new ChatAnswer(
        id,
        "",
        List.of(
            new ChatAnswer.Choice(
                0,
                new ChatMessage(Role.ASSISTANT, parts),
                reason,
                choiceExtras(message.rest(), word, reason))),
        usage(usage),
        extras(answer.rest(), usage));
  }

  static Extras choiceExtras(Json.Obj message, String word, FinishReason reason) {
    var own = new ObjectBuilder();
    if (!message.isEmpty()) {
      own.put("message", message);
    }
    if (!word.equals(word(reason))) {
      own.put("finish_reason", word);
    }
    return extras(own.build());
  }

  static Extras extras(Json.Obj rest, Json.Obj usage) {
    return extras(
        usage.isEmpty() || usage.equals(write(usage(usage))) ? rest : rest.with("usage", usage));
  }

  private static Extras extras(Json.Obj members) {
    return members.isEmpty() ? Extras.NONE : new Extras(OWN, members);
  }

  static Part content(ObjectReader content) {
    return switch (content.object().text("type").orElse("")) {
      case "text" -> {
        content.text("type");
        yield new Part.Text(content.text("text"), content.extras(OWN));
      }
      // The type stays among the extras: by it Cohere's own thoughts are told from others'.
      case "thinking" -> new Part.Reasoning(content.text("thinking"), "", content.extras(OWN));
      default -> new Part.Foreign(OWN, content.object());
    };
  }

  /// What the model says of the tools that it is about to use.
  static List<Part> plan(ObjectReader message) {
    var plan = message.text(PLAN);
    return plan.isEmpty() ? List.of() : List.of(plan(plan));
  }

  static Part.Reasoning plan(String text) {
    return new Part.Reasoning(text, "", new Extras(OWN, Json.Obj.of("type", new Json.Text(PLAN))));
  }

  static boolean isPlan(Part.Reasoning thought) {
    return thought.extras().of(OWN).text("type").orElse("").equals(PLAN);
  }

  static Part.ToolCall toolCall(ObjectReader call) {
    call.text("type");
    var function = call.members("function");
    return new Part.ToolCall(
        call.text("id"), function.text("name"), function.text("arguments"), call.extras(OWN));
  }

  static Json.Obj text(String text) {
    return new ObjectBuilder().put("type", "text").put("text", text).build();
  }

  static Json.Obj thought(String text) {
    return new ObjectBuilder().put("type", "thinking").put("thinking", text).build();
  }

  static Json.Obj write(Part.ToolCall call) {
    return new ObjectBuilder()
        .put("id", call.id())
        .put("type", "function")
        .put(
            "function",
            new ObjectBuilder().put("name", call.name()).put("arguments", call.arguments()).build())
        .putAll(call.extras().of(OWN))
        .build();
  }

  static FinishReason finish(String word) {
    return switch (word) {
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "TOOL_CALL" -> FinishReason.TOOL_CALLS;
      case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
      case "ERROR", "ERROR_LIMIT" ->
          throw new CallFailed(
              ErrorCode.PROVIDER_FAILED, "the provider ended its answer with an error");
      case "TIMEOUT" ->
          throw new CallFailed(
              ErrorCode.PROVIDER_TIMEOUT, "the provider ended its answer because it took too long");
      default -> FinishReason.STOP;
    };
  }

  static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "COMPLETE";
      case LENGTH -> "MAX_TOKENS";
      case TOOL_CALLS -> "TOOL_CALL";
      case CONTENT_FILTER -> "ERROR_TOXIC";
    };
  }

  // Cohere charges for fewer tokens than the model reads and writes; what it charges for counts.
  static Usage usage(Json.Obj usage) {
    var tokens = usage.object("tokens");
    var billed = usage.object("billed_units");
    var counted = billed.isEmpty() ? tokens : billed;
    var output = counted.integer("output_tokens");
    var reasoning = Math.min(tokens.integer("reasoning_tokens"), output);
    return Usage.of(counted.integer("input_tokens"), 0, output - reasoning, reasoning);
  }

  static Json.Obj write(Usage usage) {
    var reasoning = usage.output().reasoning();
    var counts =
        new ObjectBuilder()
            .put("input_tokens", usage.input().total())
            .put("output_tokens", usage.output().total())
            .build();
    return new ObjectBuilder()
        .put("billed_units", counts)
        .put(
            "tokens",
            reasoning == 0 ? counts : counts.with("reasoning_tokens", Json.Num.of(reasoning)))
        .build();
  }

  static Json.Obj write(ChatAnswer answer) {
    if (answer.choices().isEmpty()) {
      return Json.Obj.EMPTY
          .with("message", Json.Obj.EMPTY)
          .with("finish_reason", new Json.Text("COMPLETE"));
    }
    var choice = answer.choices().getFirst();
    var contents = new ArrayList<Json>();
    var calls = new ArrayList<Json>();
    var plan = "";
    for (var part : choice.message().parts()) {
      switch (part) {
        case Part.Text(var text, var extras) -> contents.add(text(text).with(extras.of(OWN)));
        case Part.Refusal(var text, _) -> contents.add(text(text));
        case Part.Reasoning thought when isPlan(thought) -> plan = thought.text();
        case Part.Reasoning(var text, _, var extras) ->
            contents.add(thought(text).with(extras.of(OWN)));
        case Part.ToolCall call -> calls.add(write(call));
        case Part.Foreign(var dialect, var json) when dialect == OWN -> contents.add(json);
        case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> {}
      }
    }
    var own = choice.extras().of(OWN);
    var message =
        new ObjectBuilder()
            .put("role", "assistant")
            .maybe("content", contents)
            .maybe(PLAN, plan)
            .maybe("tool_calls", calls)
            .putAll(own.object("message"))
            .build();
    return new ObjectBuilder()
        .maybe("id", answer.responseId())
        .put("message", message)
        .put("finish_reason", own.text("finish_reason").orElse(word(choice.finishReason())))
        .put("usage", write(answer.usage()))
        .putAll(answer.extras().of(OWN))
        .build();
  }
}
