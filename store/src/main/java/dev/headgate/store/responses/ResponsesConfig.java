package dev.headgate.store.responses;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// The `responses` section of `headgate.yaml`.
///
/// @param keep age after which an answer is deleted
/// @param maxPerProject most answers of a project; beyond, its oldest are deleted
public record ResponsesConfig(Duration keep, int maxPerProject) {
  public static ResponsesConfig from(ConfigNode responses) {
    return new ResponsesConfig(
        responses.duration(
            "keep", Duration.ofDays(30), "Age after which kept answers are deleted."),
        responses.integer(
            "max-per-project",
            100_000,
            1,
            100_000_000,
            "Most answers that are kept for a project; beyond, its oldest are deleted."));
  }
}
