package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.LinkedHashMap;

/// `stopReason` and what is said beside it, in both directions.
final class StopWords {
  static final String REASON = "stopReason";
  static final String FIELDS = "additionalModelResponseFields";

  /// How they travel where an answer has extras of its own.
  static final String CHOICE = "choice";

  private StopWords() {}

  static FinishReason reason(String word) {
    return switch (word) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "content_filtered";
    };
  }

  /// What the canonical reason does not say.
  static Extras extras(Json.Obj object) {
    if (Carried.attached(object, CHOICE).orElse(Json.NULL) instanceof Json.Obj choice) {
      return Carried.of(Json.Obj.of(Carried.MEMBER, choice), BEDROCK);
    }
    var members = new LinkedHashMap<String, Json>();
    var word = object.text(REASON).orElse("");
    if (!word.equals(word(reason(word)))) {
      members.put(REASON, new Json.Text(word));
    }
    object.find(FIELDS).ifPresent(fields -> members.put(FIELDS, fields));
    return members.isEmpty() ? Extras.NONE : new Extras(BEDROCK, new Json.Obj(members));
  }

  static Json.Obj write(Json.Obj object, FinishReason reason, Extras extras) {
    var written = object.with(REASON, new Json.Text(word(reason))).with(extras.of(BEDROCK));
    return extras.isEmpty() || extras.dialect() == BEDROCK
        ? written
        : Carried.attach(
            written,
            CHOICE,
            Carried.put(new ObjectBuilder().build(), BEDROCK, extras).object(Carried.MEMBER));
  }
}
