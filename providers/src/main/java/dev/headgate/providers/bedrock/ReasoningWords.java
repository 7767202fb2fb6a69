package dev.headgate.providers.bedrock;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.anthropic.FormatWords;
import dev.headgate.providers.anthropic.OutputLimits;
import dev.headgate.providers.anthropic.ThinkingWords;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/// How much a model may think: in the words of the model's maker, within
/// `additionalModelRequestFields`. In both directions.
final class ReasoningWords {
  private static final String EFFORT = "reasoning_effort";

  private ReasoningWords() {}

  static ReasoningSettings read(Json.Obj more, String model) {
    return isAnthropic(model)
        ? ThinkingWords.read(more)
        : new ReasoningSettings(more.text(EFFORT).orElse(null), null, null, null);
  }

  /// The object without what [#read] has understood.
  static Json.Obj withoutRead(Json.Obj more, String model) {
    return isAnthropic(model) ? ThinkingWords.withoutRead(more) : more.without(EFFORT);
  }

  /// Members of `additionalModelRequestFields`.
  ///
  /// @param own what the request itself says there
  static Json.Obj write(
      ReasoningSettings reasoning, String model, @Nullable Integer maxTokens, Json.Obj own) {
    var out = new ObjectBuilder().putAll(own);
    if (isAnthropic(model)) {
      var most = maxTokens == null ? OutputLimits.DEFAULT.of(model) : maxTokens;
      var effort = ThinkingWords.effort(reasoning, model);
      out.maybe("thinking", ThinkingWords.thinking(reasoning, model, most));
      if (effort != null) {
        out.put(
            FormatWords.CONFIG,
            own.object(FormatWords.CONFIG).with(ThinkingWords.EFFORT, new Json.Text(effort)));
      }
      return out.build();
    }
    if (reasoning.maxTokens() != null
        || (reasoning.enabled() != null && reasoning.effort() == null)) {
      throw ForeignWords.unsupported("thinking", Dialect.BEDROCK);
    }
    return out.maybe(EFFORT, reasoning.effort()).build();
  }

  static boolean leavesSummary(ReasoningSettings reasoning, String model) {
    return isAnthropic(model)
        ? ThinkingWords.leavesSummary(reasoning, model)
        : reasoning.summary() != null;
  }

  static boolean isAnthropic(String model) {
    return model.contains("anthropic.") || model.contains("claude");
  }
}
