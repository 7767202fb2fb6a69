package dev.headgate.providers.ollama;

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
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.MadeIds;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/// Whole answers, and what they share with requests and streams.
final class Answers {
  static final Dialect OWN = Dialect.OLLAMA;
  private static final String COUNT_IN = "prompt_eval_count";
  private static final String COUNT_OUT = "eval_count";
  private static final String CONTENT_FILTER = "content_filter";

  private Answers() {}

  static ChatAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    if (object.find("message").isEmpty()) {
      throw new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's answer has no message");
    }
    if (!Boolean.TRUE.equals(answer.flag("done"))) {
      throw new CallFailed(ErrorCode.PROVIDER_TRUNCATED, "the provider's answer has not ended yet");
    }
    var message = answer.members("message");
    message.text("role");
    var parts = parts(message, answer.object().text("created_at").orElse(""));
    var called = parts.stream().anyMatch(it -> it instanceof Part.ToolCall);
    var word = answer.text("done_reason");
    var reason = finish(word, called);
    var model = answer.text("model");
    var usage = usage(answer);
    return new ChatAnswer(
        "",
        model,
        List.of(
            new ChatAnswer.Choice(
                0,
                new ChatMessage(Role.ASSISTANT, parts),
                reason,
                choiceExtras(message.rest(), word, reason))),
        usage,
        answer.extras(OWN));
  }

  static Extras choiceExtras(Json.Obj message, String word, FinishReason reason) {
    var own = new ObjectBuilder();
    if (!message.isEmpty()) {
      own.put("message", message);
    }
    if (!word.equals(word(reason))) {
      own.put("done_reason", word);
    }
    var members = own.build();
    return members.isEmpty() ? Extras.NONE : new Extras(OWN, members);
  }

  /// The parts of a message, thoughts first.
  static List<Part> parts(ObjectReader message, String seed) {
    var parts = new ArrayList<Part>();
    var thinking = message.text("thinking");
    if (!thinking.isEmpty()) {
      parts.add(thought(thinking));
    }
    var text = message.text("content");
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
    for (var call : message.each("tool_calls")) {
      parts.add(toolCall(call, seed, parts.size()));
    }
    return parts;
  }

  // The mark tells Ollama's own thoughts from others'.
  static Part.Reasoning thought(String text) {
    return new Part.Reasoning(text, "", new Extras(OWN, Json.Obj.of("thinking", Json.TRUE)));
  }

  static Part.ToolCall toolCall(ObjectReader call, String seed, int number) {
    var function = call.members("function");
    var id = call.text("id");
    var name = function.text("name");
    var arguments = function.find("arguments").map(JsonBytes::text).orElse("");
    var rest = function.rest();
    var more = call.rest();
    if (!rest.isEmpty()) {
      more = more.with("function", rest);
    }
    return new Part.ToolCall(
        id.isEmpty() ? MadeIds.made(seed, number) : id,
        name,
        arguments,
        more.isEmpty() ? Extras.NONE : new Extras(OWN, more));
  }

  static Json.Obj write(Part.ToolCall call) {
    var own = call.extras().of(OWN);
    var arguments =
        JsonBytes.findObject(call.arguments().isEmpty() ? "{}" : call.arguments())
            .orElse(Json.Obj.EMPTY);
    return new ObjectBuilder()
        .maybe("id", MadeIds.isMade(call.id()) ? "" : call.id())
        .put(
            "function",
            new ObjectBuilder()
                .put("name", call.name())
                .put("arguments", arguments)
                .putAll(own.object("function"))
                .build())
        .putAll(own.without("function"))
        .build();
  }

  static FinishReason finish(String word, boolean called) {
    return switch (word) {
      case "length" -> FinishReason.LENGTH;
      case CONTENT_FILTER -> FinishReason.CONTENT_FILTER;
      default -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  static String word(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> "stop";
      case LENGTH -> "length";
      // Ollama itself filters nothing; others that answer in its dialect do.
      case CONTENT_FILTER -> CONTENT_FILTER;
    };
  }

  // Ollama counts nothing for a prompt that it still has in memory.
  static Usage usage(ObjectReader answer) {
    var input = answer.whole(COUNT_IN);
    var output = answer.whole(COUNT_OUT);
    return Usage.of(input == null ? 0 : input, 0, output == null ? 0 : output, 0);
  }

  static ObjectBuilder write(Usage usage) {
    var body = new ObjectBuilder();
    if (usage.input().total() > 0) {
      body.put(COUNT_IN, usage.input().total());
    }
    if (usage.output().total() > 0) {
      body.put(COUNT_OUT, usage.output().total());
    }
    return body;
  }

  static Json.Obj write(ChatAnswer answer) {
    var parts =
        answer.choices().isEmpty()
            ? List.<Part>of()
            : answer.choices().getFirst().message().parts();
    var reason =
        answer.choices().isEmpty() ? FinishReason.STOP : answer.choices().getFirst().finishReason();
    var own =
        answer.choices().isEmpty() ? Json.Obj.EMPTY : answer.choices().getFirst().extras().of(OWN);
    return new ObjectBuilder()
        .put("model", answer.responseModel())
        .put("message", message(parts).with(own.object("message")))
        .put("done", true)
        .put("done_reason", own.text("done_reason").orElse(word(reason)))
        .putAll(write(answer.usage()).build())
        .putAll(answer.extras().of(OWN))
        .build();
  }

  static Json.Obj message(List<Part> parts) {
    var text = new StringBuilder();
    var thinking = new StringBuilder();
    var calls = new ArrayList<Json>();
    for (var part : parts) {
      switch (part) {
        case Part.Text(var said, _) -> text.append(said);
        case Part.Refusal(var said, _) -> text.append(said);
        case Part.Reasoning(var thought, _, _) -> thinking.append(thought);
        case Part.ToolCall call -> calls.add(write(call));
        case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ -> {}
      }
    }
    return new ObjectBuilder()
        .put("role", "assistant")
        .put("content", text.toString())
        .maybe("thinking", thinking.toString())
        .maybe("tool_calls", calls)
        .build();
  }
}
