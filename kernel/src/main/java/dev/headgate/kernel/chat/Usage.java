package dev.headgate.kernel.chat;

/// Tokens of one call as the provider reported them, in disjoint counts.
///
/// @param inputTokens read afresh, cached ones not counted
/// @param cacheReadInputTokens read from the provider's prompt cache
/// @param outputTokens written, reasoning not counted
/// @param reasoningTokens written but not shown
public record Usage(
    long inputTokens, long cacheReadInputTokens, long outputTokens, long reasoningTokens) {
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  public long totalInputTokens() {
    return inputTokens + cacheReadInputTokens;
  }

  public long totalOutputTokens() {
    return outputTokens + reasoningTokens;
  }

  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        cacheReadInputTokens + other.cacheReadInputTokens,
        outputTokens + other.outputTokens,
        reasoningTokens + other.reasoningTokens);
  }
}
