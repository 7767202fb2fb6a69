package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/// How much a model may think, in the three ways in which it is said: OpenAI's `reasoning_effort`,
/// OpenRouter's object `reasoning`, and the object `thinking` of z.ai and DeepSeek.
final class ReasoningJson {
  static final String EFFORT = "reasoning_effort";

  private static final String OBJECT = "reasoning";
  private static final String THINKING = "thinking";

  private ReasoningJson() {}

  static ReasoningSettings read(Fields request) {
    var effort = request.text(EFFORT);
    if (request.peek(OBJECT) instanceof Json.Obj object) {
      return readObject(request, new Fields(OBJECT, object), effort);
    }
    if (request.peek(THINKING) instanceof Json.Obj object) {
      return readThinking(request, new Fields(THINKING, object), effort);
    }
    return effort == null
        ? ReasoningSettings.NONE
        : new ReasoningSettings(effort, null, null, null);
  }

  private static ReasoningSettings readObject(
      Fields request, Fields object, @Nullable String besides) {
    var effort = object.text("effort");
    var settings =
        new ReasoningSettings(
            effort == null ? besides : effort,
            object.count("max_tokens"),
            object.flag("enabled"),
            object.text("summary"));
    leave(request, OBJECT, object);
    return settings;
  }

  private static ReasoningSettings readThinking(
      Fields request, Fields object, @Nullable String effort) {
    var type = object.textOrEmpty("type");
    var enabled = type.equals("enabled") ? Boolean.TRUE : type.equals("disabled") ? false : null;
    if (enabled == null && !type.isEmpty()) {
      object.leave("type", new Json.Text(type));
    }
    var settings = new ReasoningSettings(effort, object.count("budget_tokens"), enabled, null);
    leave(request, THINKING, object);
    return settings;
  }

  private static void leave(Fields request, String name, Fields object) {
    request.take(name);
    if (!object.left().isEmpty()) {
      request.leave(name, object.left());
    }
  }

  /// @param extras of the request, whose own object is completed
  static void write(
      ObjectBuilder out, ReasoningSettings reasoning, Wording wording, Json.Obj extras) {
    switch (wording.of(EFFORT)) {
      case OBJECT ->
          maybe(
              out,
              OBJECT,
              new ObjectBuilder()
                  .maybe("effort", reasoning.effort())
                  .maybe("max_tokens", reasoning.maxTokens())
                  .maybe("enabled", reasoning.enabled())
                  .maybe("summary", reasoning.summary()),
              extras);
      case THINKING -> {
        out.maybe(EFFORT, reasoning.effort());
        maybe(
            out,
            THINKING,
            new ObjectBuilder()
                .maybe("type", type(reasoning.enabled()))
                .maybe("budget_tokens", reasoning.maxTokens()),
            extras);
      }
      default -> writeEffort(out, reasoning);
    }
  }

  private static void writeEffort(ObjectBuilder out, ReasoningSettings reasoning) {
    if (reasoning.maxTokens() != null) {
      throw ForeignWords.unsupported("reasoning.max_tokens", Dialect.OPENAI_CHAT);
    }
    // "auto" leaves it to the provider whether thoughts are shown, and this dialect always does.
    if (reasoning.summary() != null && !reasoning.summary().equals("auto")) {
      throw ForeignWords.unsupported("reasoning.summary", Dialect.OPENAI_CHAT);
    }
    var effort = reasoning.effort();
    if (effort == null && Boolean.FALSE.equals(reasoning.enabled())) {
      effort = "none";
    }
    out.maybe(EFFORT, effort);
  }

  private static void maybe(ObjectBuilder out, String name, ObjectBuilder object, Json.Obj extras) {
    var written = extras.object(name).with(object.build());
    if (!written.isEmpty()) {
      out.put(name, written);
    }
  }

  private static @Nullable String type(@Nullable Boolean enabled) {
    return enabled == null ? null : enabled ? "enabled" : "disabled";
  }
}
