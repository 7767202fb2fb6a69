package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
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
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Whole answers: the object `response`.
final class Answers {
  static final String EVENTS = "events";
  private static final String CHOICE = "choice";
  private static final String FINISH = "finish";
  private static final String DETAILS = "incomplete_details";

  private Answers() {}

  static ChatAnswer read(Json.Obj object) {
    var response = ObjectReader.ofAnswer(object, "");
    requireEnded(object);
    if (object.find("output").isEmpty()) {
      throw new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's answer has no \"output\"");
    }
    var parts = new ArrayList<Part>();
    response.each("output").forEach(item -> parts.addAll(Items.read(item)));
    var called = parts.stream().anyMatch(it -> it instanceof Part.ToolCall);
    var reason = finish(object, called);
    var extras = extras(object, reason);
    var choices = new TreeMap<Integer, ChatAnswer.Choice>();
    choices.put(
        0,
        new ChatAnswer.Choice(
            0, new ChatMessage(Role.ASSISTANT, parts), reason, choiceExtras(object)));
    others(object, choices);
    return new ChatAnswer(
        response.text("id"),
        response.text("model"),
        List.copyOf(choices.values()),
        Usages.read(response.object("usage")),
        extras);
  }

  // Answers besides the first have no place here; they come as our own events.
  private static void others(Json.Obj object, SequencedMap<Integer, ChatAnswer.Choice> choices) {
    var assembly = new AnswerAssembly();
    for (var event : object.object(Carried.MEMBER).array(EVENTS)) {
      if (event instanceof Json.Obj json) {
        CanonicalEvents.read(json).ifPresent(assembly::accept);
      }
    }
    assembly.answer().choices().forEach(choice -> choices.put(choice.index(), choice));
  }

  /// @throws CallFailed if the answer has failed, or has not ended
  static void requireEnded(Json.Obj response) {
    switch (response.text("status").orElse("completed")) {
      case "failed" -> throw Errors.inAnswer(response.object("error"));
      case "cancelled" ->
          throw new CallFailed(ErrorCode.PROVIDER_FAILED, "the provider cancelled the answer");
      case "queued", "in_progress" ->
          throw new CallFailed(
              ErrorCode.PROVIDER_TRUNCATED, "the provider's answer has not ended yet");
      default -> {}
    }
  }

  static FinishReason finish(Json.Obj response, boolean called) {
    var carried = response.object(Carried.MEMBER).text(FINISH);
    if (carried.isPresent()) {
      return FinishReason.valueOf(carried.get());
    }
    if (response.text("status").orElse("").equals("incomplete")) {
      return response.object(DETAILS).text("reason").orElse("").equals("content_filter")
          ? FinishReason.CONTENT_FILTER
          : FinishReason.LENGTH;
    }
    return called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }

  /// What only this dialect knows of the answer.
  static Extras extras(Json.Obj object, FinishReason reason) {
    if (object.has(Carried.MEMBER)) {
      return Items.carried(object);
    }
    var rest = object.without("id", "model", "output", "status");
    if (details(reason).equals(rest.members().get(DETAILS))) {
      rest = rest.without(DETAILS);
    }
    var counts = object.object("usage");
    if (counts.isEmpty() || counts.equals(Usages.write(Usages.read(counts)))) {
      rest = rest.without("usage");
    }
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.OPENAI_RESPONSES, rest);
  }

  static Extras choiceExtras(Json.Obj object) {
    return Items.carried(object.object(Carried.MEMBER).object(CHOICE));
  }

  static Json details(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> Json.NULL;
      case LENGTH -> Json.Obj.of("reason", new Json.Text("max_output_tokens"));
      case CONTENT_FILTER -> Json.Obj.of("reason", new Json.Text("content_filter"));
    };
  }

  static String status(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> ItemWriter.COMPLETED;
      case LENGTH, CONTENT_FILTER -> "incomplete";
    };
  }

  static Json.Obj write(ChatAnswer answer) {
    var first = answer.choices().stream().filter(choice -> choice.index() == 0).findFirst();
    var reason = first.map(ChatAnswer.Choice::finishReason).orElse(FinishReason.STOP);
    var parts = first.map(choice -> choice.message().parts()).orElse(List.of());
    var body =
        head(answer.responseId(), answer.responseModel(), status(reason), answer.extras())
            .put(DETAILS, details(reason))
            .put("output", new Json.Arr(ItemWriter.items(parts)));
    if (!answer.usage().equals(Usage.NONE)) {
      var counts = Usages.write(answer.usage());
      body.put("usage", isOwn(answer.extras()) ? counts : Usages.complete(counts));
    }
    var written = withExtras(body.build(), answer.extras());
    var carried = written.object(Carried.MEMBER);
    var called = parts.stream().anyMatch(it -> it instanceof Part.ToolCall);
    if (finish(written.without(Carried.MEMBER), called) != reason) {
      carried = carried.with(FINISH, new Json.Text(reason.name()));
    }
    var choiceExtras = first.map(ChatAnswer.Choice::extras).orElse(Extras.NONE);
    if (!choiceExtras.isEmpty()) {
      carried = carried.with(CHOICE, Json.Obj.of(Carried.MEMBER, carriedExtras(choiceExtras)));
    }
    var others = others(answer);
    if (!others.isEmpty()) {
      carried = carried.with(EVENTS, new Json.Arr(others));
    }
    return isOwn(answer.extras()) && carried.isEmpty()
        ? written
        : written.with(Carried.MEMBER, carried);
  }

  private static Json.Obj carriedExtras(Extras extras) {
    return new ObjectBuilder()
        .put("dialect", extras.dialect().wireName())
        .put("members", extras.members())
        .build();
  }

  private static List<Json> others(ChatAnswer answer) {
    var events = new ArrayList<Json>();
    AnswerAssembly.replay(
        answer,
        event -> {
          var choice =
              switch (event) {
                case ChatEvent.PartBegan(var index, _, _) -> index;
                case ChatEvent.ChoiceEnded(var index, _, _) -> index;
                case ChatEvent.Grew _, ChatEvent.Learned _, ChatEvent.Began _, ChatEvent.Used _ ->
                    0;
              };
          if (choice > 0) {
            events.add(CanonicalEvents.write(event));
          }
        });
    return events;
  }

  static boolean isOwn(Extras extras) {
    return !extras.isEmpty() && extras.dialect() == Dialect.OPENAI_RESPONSES;
  }

  /// The beginning of the object; clients expect these members, whoever answered.
  static ObjectBuilder head(String id, String model, String status, Extras extras) {
    var body = new ObjectBuilder().maybe("id", id).put("object", "response");
    if (!isOwn(extras)) {
      body.put("created_at", 0)
          .put("error", Json.NULL)
          .put("instructions", Json.NULL)
          .put("metadata", Json.Obj.EMPTY)
          .put("parallel_tool_calls", true)
          .put("temperature", Json.NULL)
          .put("tool_choice", "auto")
          .put("tools", new Json.Arr(List.of()))
          .put("top_p", Json.NULL);
    }
    return body.put("status", status).maybe("model", model);
  }

  static Json.Obj withExtras(Json.Obj body, Extras extras) {
    if (isOwn(extras)) {
      return body.with(extras.members());
    }
    var marked = body.with(Carried.MEMBER, Json.Obj.EMPTY);
    return Carried.put(marked, Dialect.OPENAI_RESPONSES, extras);
  }
}
