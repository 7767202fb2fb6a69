package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.Members;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `thinking` and `output_config.effort`, in both directions.
public final class ThinkingWords {
  public static final String EFFORT = "effort";

  /// As it is called where it is left out or refused.
  public static final String SUMMARY = "reasoning.summary";

  private static final String THINKING = "thinking";
  private static final Set<String> KNOWN = Set.of("type", "budget_tokens", "display");
  private static final Set<String> TYPES = Set.of("enabled", "disabled", "adaptive");

  // The smallest budget; unverified.
  private static final int MIN_BUDGET = 1024;

  // These think by a budget and know no effort, which began with Opus 4.5:
  // https://github.com/coder/mux/pull/743. Their names are unverified.
  private static final List<String> BUDGET_ONLY =
      List.of(
          "claude-3-7-",
          "claude-sonnet-4-2",
          "claude-sonnet-4-5",
          "claude-sonnet-4@",
          "claude-opus-4-1",
          "claude-opus-4-2",
          "claude-opus-4@",
          "claude-haiku-4-5");

  private ThinkingWords() {}

  public static ReasoningSettings read(Json.Obj body) {
    var effort = body.object(FormatWords.CONFIG).text(EFFORT).orElse(null);
    var thinking = body.object(THINKING);
    if (!isKnown(thinking)) {
      return new ReasoningSettings(effort, null, null, null);
    }
    return new ReasoningSettings(
        effort,
        Members.integer(thinking, "budget_tokens"),
        !thinking.text("type").orElse("").equals("disabled"),
        thinking.text("display").orElse(null));
  }

  /// The body without what [#read] has understood.
  public static Json.Obj withoutRead(Json.Obj body) {
    var rest = isKnown(body.object(THINKING)) ? body.without(THINKING) : body;
    if (rest.object(FormatWords.CONFIG).text(EFFORT).isEmpty()) {
      return rest;
    }
    var config = rest.object(FormatWords.CONFIG).without(EFFORT);
    return config.isEmpty()
        ? rest.without(FormatWords.CONFIG)
        : rest.with(FormatWords.CONFIG, config);
  }

  private static boolean isKnown(Json.Obj thinking) {
    return thinking.text("type").filter(TYPES::contains).isPresent()
        && KNOWN.containsAll(thinking.members().keySet());
  }

  /// The value of `output_config.effort`, if there is one.
  public static @Nullable String effort(ReasoningSettings reasoning, String model) {
    var effort = reasoning.effort();
    if (effort == null || effort.equals("none") || isEmulated(reasoning, model)) {
      return null;
    }
    return effort.equals("minimal") ? "low" : effort;
  }

  /// The value of `thinking`, if there is one.
  ///
  /// @param maxTokens of the request: thoughts count towards them
  public static Json.@Nullable Obj thinking(
      ReasoningSettings reasoning, String model, int maxTokens) {
    var enabled = reasoning.enabled();
    var budget = reasoning.maxTokens();
    if (Boolean.FALSE.equals(enabled)
        || "none".equals(reasoning.effort())
        || (budget != null && budget == 0)) {
      return new ObjectBuilder().put("type", "disabled").build();
    }
    if (isEmulated(reasoning, model)) {
      return budget(emulated(String.valueOf(reasoning.effort()), maxTokens), reasoning);
    }
    if (budget != null && budget > 0) {
      return budget(budget, reasoning);
    }
    if (enabled == null && budget == null) {
      if (reasoning.summary() != null && reasoning.effort() == null) {
        throw ForeignWords.unsupported(SUMMARY, Dialect.ANTHROPIC);
      }
      return null;
    }
    return new ObjectBuilder().put("type", "adaptive").maybe("display", display(reasoning)).build();
  }

  /// Whether a wish to see the thoughts, or not to, stays unsaid: it has a place only beside a
  /// budget or outright thinking, not beside an effort.
  public static boolean leavesSummary(ReasoningSettings reasoning, String model) {
    return reasoning.summary() != null
        && reasoning.effort() != null
        && !reasoning.effort().equals("none")
        && reasoning.enabled() == null
        && reasoning.maxTokens() == null
        && !isEmulated(reasoning, model);
  }

  private static Json.Obj budget(int budget, ReasoningSettings reasoning) {
    return new ObjectBuilder()
        .put("type", "enabled")
        .put("budget_tokens", budget)
        .maybe("display", display(reasoning))
        .build();
  }

  private static @Nullable String display(ReasoningSettings reasoning) {
    var summary = reasoning.summary();
    if (summary == null) {
      return null;
    }
    return switch (summary) {
      case "auto", "concise", "detailed" -> "summarized";
      default -> summary;
    };
  }

  private static boolean isEmulated(ReasoningSettings reasoning, String model) {
    return reasoning.effort() != null
        && !reasoning.effort().equals("none")
        && reasoning.enabled() == null
        && reasoning.maxTokens() == null
        && BUDGET_ONLY.stream().anyMatch(model::contains);
  }

  private static int emulated(String effort, int maxTokens) {
    var wanted =
        switch (effort) {
          case "minimal" -> MIN_BUDGET;
          case "low" -> 4 * MIN_BUDGET;
          case "medium" -> 8 * MIN_BUDGET;
          default -> 24 * MIN_BUDGET;
        };
    // Half of the answer at most: what is thought is no longer there to be said.
    var budget = Math.min(wanted, maxTokens / 2);
    if (budget < MIN_BUDGET) {
      throw CallFailed.unsupported(
          "reasoning_effort",
          "the model thinks within a budget of at least %d tokens, and max_tokens is %d; raise max_tokens to at least %d, or leave out the effort"
              .formatted(MIN_BUDGET, maxTokens, 2 * MIN_BUDGET));
    }
    return budget;
  }
}
