package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.LinkedHashMap;

/// `stop_reason` and what is said beside it, in both directions.
final class StopWords {
  static final String REASON = "stop_reason";
  static final String SEQUENCE = "stop_sequence";

  /// How they travel where a message has extras of its own.
  static final String CHOICE = "choice";

  private static final String[] BESIDE = {"stop_details", "container"};

  private StopWords() {}

  static FinishReason reason(String word) {
    return switch (word) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "refusal";
    };
  }

  /// What the canonical reason does not say.
  ///
  /// @param object a message, or the delta of a `message_delta`
  static Extras extras(Json.Obj object) {
    var carried = Carried.attached(object, CHOICE);
    if (carried.isPresent() && carried.get() instanceof Json.Obj choice) {
      return Carried.of(Json.Obj.of(Carried.MEMBER, choice), ANTHROPIC);
    }
    var members = new LinkedHashMap<String, Json>();
    var word = object.text(REASON).orElse("");
    if (!word.equals(word(reason(word)))) {
      members.put(REASON, new Json.Text(word));
    }
    object.find(SEQUENCE).ifPresent(sequence -> members.put(SEQUENCE, sequence));
    for (var name : BESIDE) {
      if (object.has(name)) {
        members.put(name, object.members().getOrDefault(name, Json.NULL));
      }
    }
    return members.isEmpty() ? Extras.NONE : new Extras(ANTHROPIC, new Json.Obj(members));
  }

  /// The object without everything that says why it ended.
  static Json.Obj without(Json.Obj object) {
    return object.without(BESIDE).without(REASON, SEQUENCE);
  }

  /// The start of a streamed message without the places that are still empty.
  static Json.Obj withoutPlaces(Json.Obj message) {
    var rest = message.without(REASON, SEQUENCE);
    for (var name : BESIDE) {
      rest = rest.find(name).isPresent() ? rest : rest.without(name);
    }
    return rest;
  }

  static Json.Obj write(Json.Obj object, FinishReason reason, Extras extras) {
    var own = extras.of(ANTHROPIC);
    var written =
        object
            .with(REASON, own.find(REASON).orElseGet(() -> new Json.Text(word(reason))))
            .with(SEQUENCE, own.find(SEQUENCE).orElse(Json.NULL))
            .with(own);
    return extras.isEmpty() || extras.dialect() == ANTHROPIC
        ? written
        : Carried.attach(
            written,
            CHOICE,
            Carried.put(new ObjectBuilder().build(), ANTHROPIC, extras).object(Carried.MEMBER));
  }
}
