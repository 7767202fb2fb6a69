package dev.headgate.runtime.difficulty;

import dev.headgate.kernel.config.ConfigNode;
import java.util.stream.Stream;

/// What the threshold is set for, below which a prompt counts as easy.
public sealed interface Target {
  /// The quality that is left where a model sets no target, as a part of the hard model's.
  double USUAL_QUALITY = 0.95;

  /// So many of the prompts go to the easy model.
  ///
  /// @param easy of all prompts, 0 to 1
  record Share(double easy) implements Target {}

  /// As many go there as leave so much of the quality.
  ///
  /// @param ofHard of the hard model's mean quality, 0 to 1
  record Quality(double ofHard) implements Target {}

  /// As it is declared.
  ///
  /// @param score from which a prompt is hard, 0 to 1
  record Threshold(double score) implements Target {}

  /// Reads the one key of three that is written.
  static Target from(ConfigNode node) {
    var quality =
        node.optionalNumber(
            "target-quality",
            0,
            1,
            "The easy model gets as many prompts as leave this part of the hard model's recorded"
                + " quality; 0.95 if none of the three keys is written");
    var share =
        node.optionalNumber(
            "target-share", 0, 1, "The share of prompts that the easy model gets, as recorded");
    var threshold =
        node.optionalNumber(
            "threshold",
            0,
            1,
            "The probability that the hard model does better, from which a prompt goes there; in"
                + " place of a target");
    if (Stream.of(quality, share, threshold).filter(it -> it.isPresent()).count() > 1
        && !node.isDescribing()) {
      node.problem(
          share.isPresent() ? "target-share" : "threshold",
          "write one of target-quality, target-share and threshold; each sets the same threshold");
    }
    if (threshold.isPresent()) {
      return new Threshold(threshold.getAsDouble());
    }
    if (share.isPresent()) {
      return new Share(share.getAsDouble());
    }
    return new Quality(quality.orElse(USUAL_QUALITY));
  }

  /// The threshold for prompts on which a classifier was tried that had not learned from them.
  default double threshold(QualityCurve curve) {
    return switch (this) {
      case Share(var easy) -> curve.thresholdForShare(easy);
      case Quality(var ofHard) -> curve.thresholdForQuality(ofHard * curve.hardQuality());
      case Threshold(var score) -> score;
    };
  }
}
