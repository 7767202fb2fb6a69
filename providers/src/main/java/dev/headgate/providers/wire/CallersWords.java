package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import java.util.Map;

/// What callers of a dialect call what has a name of our own, which is usually OpenAI's older one.
public final class CallersWords {
  private static final String EFFORT = "reasoning.effort";
  private static final String SUMMARY = "reasoning.summary";
  private static final String ENABLED = "reasoning.enabled";
  private static final String BUDGET = "reasoning.max_tokens";
  private static final String OLD_EFFORT = "reasoning_effort";
  private static final String FORMAT = "response_format";

  private static final Map<String, String> ANTHROPIC =
      Map.ofEntries(
          Map.entry("stop", "stop_sequences"),
          Map.entry("parallel_tool_calls", "tool_choice.disable_parallel_tool_use"),
          Map.entry(FORMAT, "output_config.format"),
          Map.entry(EFFORT, "output_config.effort"),
          Map.entry(OLD_EFFORT, "output_config.effort"),
          Map.entry(BUDGET, "thinking.budget_tokens"),
          Map.entry(SUMMARY, "thinking.display"),
          Map.entry(ENABLED, "thinking.type"));

  private static final Map<String, String> RESPONSES =
      Map.ofEntries(
          Map.entry("max_tokens", "max_output_tokens"),
          Map.entry("logprobs", "include"),
          Map.entry(FORMAT, "text.format"),
          Map.entry(OLD_EFFORT, EFFORT));

  private static final Map<String, String> GEMINI =
      Map.ofEntries(
          Map.entry("max_tokens", "generationConfig.maxOutputTokens"),
          Map.entry("temperature", "generationConfig.temperature"),
          Map.entry("top_p", "generationConfig.topP"),
          Map.entry("top_k", "generationConfig.topK"),
          Map.entry("seed", "generationConfig.seed"),
          Map.entry("stop", "generationConfig.stopSequences"),
          Map.entry("n", "generationConfig.candidateCount"),
          Map.entry("frequency_penalty", "generationConfig.frequencyPenalty"),
          Map.entry("presence_penalty", "generationConfig.presencePenalty"),
          Map.entry("logprobs", "generationConfig.responseLogprobs"),
          Map.entry("top_logprobs", "generationConfig.logprobs"),
          Map.entry(FORMAT, "generationConfig.responseSchema"),
          Map.entry("tool_choice", "toolConfig.functionCallingConfig"),
          Map.entry(EFFORT, "generationConfig.thinkingConfig.thinkingLevel"),
          Map.entry(OLD_EFFORT, "generationConfig.thinkingConfig.thinkingLevel"),
          Map.entry(BUDGET, "generationConfig.thinkingConfig.thinkingBudget"),
          Map.entry(ENABLED, "generationConfig.thinkingConfig.thinkingBudget"),
          Map.entry(SUMMARY, "generationConfig.thinkingConfig.includeThoughts"));

  private CallersWords() {}

  public static String of(Dialect dialect, String param) {
    return switch (dialect) {
      case ANTHROPIC -> ANTHROPIC.getOrDefault(param, param);
      case OPENAI_RESPONSES -> RESPONSES.getOrDefault(param, param);
      case GEMINI -> GEMINI.getOrDefault(param, param);
      case OPENAI_CHAT -> param.equals(EFFORT) ? OLD_EFFORT : param;
      case OPENAI_COMPLETIONS, BEDROCK, COHERE, OLLAMA -> param;
    };
  }
}
