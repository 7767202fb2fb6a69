package dev.headgate.providers.anthropic;

import java.util.List;

/// How many tokens a model may write at most, where its name is known, as `max_tokens` is mandatory
/// in this dialect and others leave it out.
///
/// @param usual for a request that names no bound, in tokens; a model that can write only less gets
///   its own bound
public record OutputLimits(int usual) {
  /// Long enough for an answer with thoughts and a large file in it, so that nothing is cut that
  /// the caller did not want cut.
  public static final int DEFAULT_TOKENS = 32_000;

  public static final OutputLimits DEFAULT = new OutputLimits(DEFAULT_TOKENS);

  private record Limit(String name, int tokens) {}

  // Models that write less than 64,000 tokens; 3, 3.5 and Opus 4 by https://docs.aihubmix.com
  // (Claude native), the others unverified.
  private static final List<Limit> KNOWN =
      List.of(
          new Limit("claude-2", 4_096),
          new Limit("claude-instant", 4_096),
          new Limit("claude-3-haiku", 4_096),
          new Limit("claude-3-sonnet", 4_096),
          new Limit("claude-3-opus", 4_096),
          new Limit("claude-3-5", 8_192),
          new Limit("claude-opus-4-2", 32_000),
          new Limit("claude-opus-4-1", 32_000));

  /// What is written into a request to that model that names no bound.
  public int of(String model) {
    for (var limit : KNOWN) {
      if (model.contains(limit.name)) {
        return Math.min(usual, limit.tokens);
      }
    }
    return usual;
  }
}
