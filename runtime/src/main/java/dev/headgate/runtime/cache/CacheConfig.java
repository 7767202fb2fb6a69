package dev.headgate.runtime.cache;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// The `cache` section of `headgate.yaml`: what all cached answers share.
///
/// @param maxBytes most memory of all answers together
/// @param maxAnswerBytes a longer answer is not kept
/// @param maxWait longest time that a call waits for another one which asks the same
public record CacheConfig(long maxBytes, long maxAnswerBytes, Duration maxWait) {
  public static final CacheConfig USUAL =
      new CacheConfig(64L << 20, 1L << 20, Duration.ofSeconds(30));

  public static CacheConfig from(ConfigNode cache) {
    return new CacheConfig(
        cache.size("max-bytes", USUAL.maxBytes, "Most memory of all cached answers"),
        cache.size("max-answer-bytes", USUAL.maxAnswerBytes, "A longer answer is not kept"),
        cache.duration(
            "max-wait", USUAL.maxWait, "How long a call waits for another one that asks the same"));
  }
}
