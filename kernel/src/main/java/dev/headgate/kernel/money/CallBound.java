package dev.headgate.kernel.money;

import java.time.Duration;

/// What a call can use at most.
///
/// @param inputTokens of one request
/// @param outputTokens of one choice
/// @param choices answers asked for: each writes as many tokens
/// @param searches of the provider's own tools
/// @param time from the request to the end of the answer
public record CallBound(
    long inputTokens, long outputTokens, int choices, long searches, Duration time) {
  public CallBound withOutputTokens(long tokens) {
    return new CallBound(inputTokens, tokens, choices, searches, time);
  }

  public CallBound withTime(Duration other) {
    return new CallBound(inputTokens, outputTokens, choices, searches, other);
  }

  public long totalOutputTokens() {
    return Math.multiplyExact(outputTokens, (long) choices);
  }
}
