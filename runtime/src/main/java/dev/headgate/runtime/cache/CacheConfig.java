package dev.headgate.runtime.cache;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// The `cache` section of `headgate.yaml`: what all cached answers share.
///
/// @param maxBytes most memory of all answers together
/// @param maxAnswerBytes a longer answer is not kept
/// @param maxWait longest time that a call waits for another one which asks the same
public record CacheConfig(long maxBytes, long maxAnswerBytes, Duration maxWait) {
  public static CacheConfig from(ConfigNode cache) {
    return new CacheConfig(
        cache.size("max-bytes", 64L << 20, "Most memory of all cached answers"),
        cache.size("max-answer-bytes", 1L << 20, "A longer answer is not kept"),
        cache.duration(
            "max-wait",
            Duration.ofSeconds(30),
            "How long a call waits for another one that asks the same"));
  }
}
